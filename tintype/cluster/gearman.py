"""Gearman: gearmand of the distribution or the server from wheels; and do they answer, and have they workers?"""

import shutil
from functools import partial

from tintype.cluster.errors import ClusterError
from tintype.cluster.program import Account, Program, python
from tintype.cluster.ready import gearman_status, gearman_workers
from tintype.config import gearman
from tintype.config.topology import DISTRIBUTION, Topology

GEARMAND = {
    # It keeps nothing: what was promised stands in the outbox.
    "queue-type": "builtin",
    # Of those who sleep, so many are woken for a job. All of them, as by default, would be 200 for each; one could be
    # at a machine that has just gone.
    "worker-wakeup": 2,
    # The job of a machine that is gone is given to another worker after 25 s.
    "keepalive-idle": 10,
    "keepalive-interval": 5,
    "keepalive-count": 3,
    "log-file": "stderr",
    "verbose": "WARNING",
}


def programs(topology: Topology, account: Account | None) -> list[Program]:
    return [
        Program(
            name=name,
            group="engines",
            command=command_of(host, port, topology.engines),
            ready=partial(server_answers, host, port),
            account=account if topology.engines == DISTRIBUTION else None,
        )
        for name, (host, port) in named(topology).items()
        if topology.is_here(host)
    ]


def named(topology: Topology) -> dict[str, tuple[str, int]]:
    return gearman.named(topology.gearman)


def command_of(host: str, port: int, engines: str) -> tuple[str, ...]:
    if engines != DISTRIBUTION:
        return (python(), "-m", "tintype.cluster.gearman_server", "--host", host, "--port", str(port))
    if not shutil.which("gearmand"):
        raise ClusterError(
            "The topology has gearmand, which is not installed: `apt-get install gearman-job-server`.\n"
            "`tintype up` starts its own; the distribution's service is not needed."
        )
    options = (f"--{name}={value}" for name, value in GEARMAND.items())
    return ("gearmand", f"--listen={host}", f"--port={port}", "--keepalive", *options)


def server_answers(host: str, port: int) -> str:
    try:
        gearman_status(host, port)
    except OSError as error:
        return f"{host}:{port}: {error}"
    return ""


def gearman_answers(topology: Topology) -> str:
    """All of them."""
    return "; ".join(filter(None, (server_answers(*server) for server in topology.gearman)))


def queues_answer(topology: Topology, queues: tuple[str, ...]) -> str:
    """Has each of them a worker, at every server that answers?"""
    reasons = []
    for host, port in topology.gearman:
        try:
            status = gearman_status(host, port)
        except OSError as error:
            reasons.append(f"{host}:{port}: {error}")
            continue
        if idle := [queue for queue in queues if not status.get(queue, (0, 0, 0))[2]]:
            return f"no worker takes the queue {', '.join(idle)}"
    return "; ".join(reasons) if len(reasons) == len(topology.gearman) else ""


def workers_answer(topology: Topology, names: tuple[str, ...]) -> str:
    """Does each of these workers ask one of the servers for work?"""
    asking: set[str] = set()
    reasons = []
    for host, port in topology.gearman:
        try:
            asking |= gearman_workers(host, port)
        except OSError as error:
            reasons.append(f"{host}:{port}: {error}")
    here = len(asking.intersection(names))
    return "" if here == len(names) else "; ".join((f"{here} of {len(names)} workers ask for work", *reasons))
