"""The workers of a topology, by the queues that they take."""

import socket
from dataclasses import dataclass

from tintype.config.front import MOST_PROCESSES
from tintype.config.tables import Table

QUEUES = ("now", "soon", "whenever")


@dataclass(frozen=True)
class Workers:
    name: str
    queues: tuple[str, ...]
    processes: int  # on each of the hosts
    hosts: tuple[str, ...]

    @property
    def groups(self) -> dict[str, str]:
        """Program -> host."""
        if len(self.hosts) == 1:
            return {f"worker-{self.name}": self.hosts[0]}
        return {f"worker-{self.name}-{number}": host for number, host in enumerate(self.hosts, 1)}


def worker_names(program: str, processes: int) -> tuple[str, ...]:
    """As Gearman and the outbox know the workers of a group on this machine."""
    return tuple(f"{socket.gethostname()}-{program}-{number}" for number in range(1, processes + 1))


def read_workers(table: Table, host: str) -> tuple[Workers, ...]:
    """Those that do not say where they live are on `host`."""
    workers = []
    for name in table.names():
        entry = table.table(name)
        hosts = entry.texts("hosts") if entry.has("hosts") else (host,)
        if not hosts:
            raise entry.wrong("hosts needs at least one", "hosts")
        processes = entry.number("processes", 1, MOST_PROCESSES)
        workers.append(Workers(name, entry.texts("queues"), processes, hosts))
        entry.finish()
    if sorted(queue for entry in workers for queue in entry.queues) != sorted(QUEUES):
        raise table.wrong(f"each of the queues {', '.join(QUEUES)} belongs to one of the workers")
    return tuple(workers)
