"""docs/pictures/ of topologies, as `tintype topology show --svg` draws them."""

from pathlib import Path

from tintype.cluster.drawing.vector import svg
from tintype.config.topology import load_topology


def picture(name: str) -> str:
    return svg(load_topology(name, Path("/var/lib/tintype"), 8000))
