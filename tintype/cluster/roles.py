"""Who is primary: HOME/roles.json, written by a promotion before anything else is done, read with the topology."""

import json
import os

from tintype.cluster.home import Home
from tintype.config.servers import recorded_roles


def record_role(home: Home, server: str, primary: str) -> None:
    """On the disk when it returns: from then on the old primary does not start as one."""
    roles = recorded_roles(home.path) | {server: primary}
    unfinished = home.roles.with_suffix(".new")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(roles, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(home.roles)
    directory = os.open(home.path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
