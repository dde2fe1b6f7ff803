"""Which parts are killed, and how: with all their processes at once, as when a machine loses its power."""

import os
import re
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tintype.cluster.ready import wait_until
from tintype.cluster.supervisor import Supervisor
from tintype.config.derive import derive
from tintype.config.env import SECRET_FILE
from tintype.config.redis import Redis, node_name

# In this order. Those of which there are others stay away for a while, as a machine does that has died; the others are
# started again by their supervisor at once.
KINDS = {
    r"nginx-\d+": True,
    r"app-\d+": True,
    r"web": False,
    r"memcached-\d+": True,
    r"gearman-\d+": True,
    r"gearman": False,
    r"pgbouncer-.*": False,
    r"redis-\d+": True,
    r"worker-.*": True,
    r"edge-(?!sweep).*": False,
    r"streaming": False,
    r"dispatcher": False,
    r"balancer": False,
}
# Longer than any health check takes to notice, and than memcached's DEAD_SECONDS.
AWAY_SECONDS = 8
STARTED_SECONDS = 60


@dataclass(frozen=True)
class Victim:
    name: str
    stays_away: bool


def victims(supervisor: Supervisor, redis: Redis, home: Path, wanted: str) -> list[Victim]:
    """Of the parts that run, those that are wanted; of the nodes of Redis only who is primary now."""
    running = sorted((str(info["name"]) for info in supervisor.everything()), key=_in_order)
    primaries = primary_nodes(redis, home)
    running = [name for name in running if not name.startswith("redis-") or name in primaries]
    found = [Victim(name, away) for kind, away in KINDS.items() for name in running if re.fullmatch(kind, name)]
    return [victim for victim in found if re.fullmatch(wanted, victim.name)]


def _in_order(name: str) -> list[int | str]:
    """Number 2 before number 10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def primary_nodes(redis: Redis, home: Path) -> set[str]:
    from redis import Redis as Client

    secret = derive("redis", (home / SECRET_FILE).read_text().strip())
    found = set()
    for number, node in enumerate(redis.nodes, 1):
        with Client(*node.address, password=secret, socket_timeout=5) as client:
            if client.execute_command("ROLE")[0] == b"master":
                found.add(node_name(number))
    return found


def strike(supervisor: Supervisor, victim: Victim) -> None:
    """Returns when it is back, or is being started."""
    spec = supervisor.spec_of(victim.name)
    for pid in family(supervisor.info(spec)["pid"]):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if victim.stays_away:
        supervisor.stop(spec)
        time.sleep(AWAY_SECONDS)
        supervisor.start_unless_running(spec)


def family(pid: int) -> list[int]:
    """The process, then all that it has started."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*"):
            with suppress(OSError):
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def wait_until_all_run(supervisor: Supervisor) -> None:
    def missing() -> str:
        return ", ".join(info["name"] for info in supervisor.everything() if info["statename"] != "RUNNING")

    if still := wait_until(missing, STARTED_SECONDS):
        raise SystemExit(f"not everything came back: {still}")
