"""How the machines of a park are reached, and where things lie on them: the topology's table [deploy], optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tintype.config.servers import MOST_PORT
from tintype.config.tables import Table

# Decided on each machine, by what is deployed to it.
OWN = {"TINTYPE_HOME", "TINTYPE_MACHINE", "TINTYPE_TOPOLOGY", "TINTYPE_PYTHON"}


@dataclass(frozen=True)
class Deploy:
    user: str = "root"
    ssh_port: int = 22
    root: str = "/opt/tintype"
    home: str = "/var/lib/tintype"
    # TINTYPE_… of every machine.
    settings: Mapping[str, str] = field(default_factory=dict)


def read_deploy(table: Table) -> Deploy:
    deploy = Deploy(
        user=table.text("user") if table.has("user") else Deploy.user,
        ssh_port=table.number("ssh_port", 1, MOST_PORT) if table.has("ssh_port") else Deploy.ssh_port,
        root=_path(table, "root") if table.has("root") else Deploy.root,
        home=_path(table, "home") if table.has("home") else Deploy.home,
        settings=_settings(table.table("settings")) if table.has("settings") else {},
    )
    table.finish()
    return deploy


def _path(table: Table, key: str) -> str:
    path = table.text(key)
    if not path.startswith("/"):
        raise table.wrong(f"{key} should be a path that starts with /", key)
    return path


def _settings(table: Table) -> dict[str, str]:
    settings = {name: table.text(name) for name in table.names()}
    wrong = [name for name in settings if not name.startswith("TINTYPE_") or name in OWN]
    if wrong:
        raise table.wrong(f"{wrong[0]} is not a setting for every machine", wrong[0])
    table.finish()
    return settings
