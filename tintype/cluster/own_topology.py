"""Commands that need a change of the topology say how: a file of the package is overwritten by the next version."""

from pathlib import Path

from tintype.config.env import Env
from tintype.config.topology import PACKAGED


def own_file(env: Env, path: Path) -> str:
    """Empty where the topology is the operator's own already."""
    if path.parent != PACKAGED:
        return ""
    own = env.home / "topology.toml"
    return (
        "It belongs to the package, so first make one of your own:\n\n"
        f"cp {path} {own}\ntintype down\ntintype up --topology {own} --detach\n\n"
    )
