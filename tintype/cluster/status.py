"""`tintype status`: what runs."""

from dataclasses import dataclass

from tintype.cluster.home import Home
from tintype.cluster.supervisor import UNREACHABLE, Supervisor


@dataclass(frozen=True)
class Part:
    name: str
    state: str
    pid: int | None
    uptime_seconds: int

    @property
    def is_running(self) -> bool:
        return self.state == "running"


def parts(home: Home) -> list[Part]:
    """Empty when Tintype is not running."""
    try:
        everything = Supervisor(home).everything()
    except UNREACHABLE:
        return []
    return [
        Part(
            name=info["name"],
            state=info["statename"].lower(),
            pid=info["pid"] or None,
            uptime_seconds=info["now"] - info["start"] if info["pid"] else 0,
        )
        for info in everything
    ]
