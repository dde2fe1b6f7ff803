"""`tintype status`: what runs, what it takes, what it is doing."""

from dataclasses import dataclass, replace

from tintype.cluster.doing import doing
from tintype.cluster.home import Home
from tintype.cluster.memory import memory_of
from tintype.cluster.secret import secret_key
from tintype.cluster.supervisor import UNREACHABLE, Supervisor
from tintype.config.topology import Topology


@dataclass(frozen=True)
class Part:
    name: str
    state: str
    pid: int | None
    uptime_seconds: int
    memory_bytes: int = 0
    doing: str = ""

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


def described(home: Home, topology: Topology) -> list[Part]:
    """With their memory, and what they are doing."""
    found = parts(home)
    memory = memory_of({part.pid for part in found if part.pid})
    said = doing(topology, secret_key(home)) if found else {}
    return [
        replace(part, memory_bytes=memory.get(part.pid or 0, 0), doing=said.get(part.name, "") if part.pid else "")
        for part in found
    ]
