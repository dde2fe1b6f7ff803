"""Which TCP ports this Tintype uses, recorded for every process that reads the topology."""

import json
import random
import socket
import time
from dataclasses import replace

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.config.topology import Streaming, Topology, Web

# Below the range that the kernel takes for outgoing connections, so that nothing slips into the port
# while the server that owns it is restarted.
CHOICE = range(20_000, 30_000)
TRIES = 50
# A web server whose supervisor was killed lets go of its port a moment later.
FREED_SECONDS = 5
PAUSE_SECONDS = 0.1


def record_ports(home: Home, topology: Topology) -> Topology:
    """Choose a port where the topology leaves it open; return the topology with it."""
    gearman = tuple((host, port if is_free(host, port) else _choose(host)) for host, port in topology.gearman)
    unfinished = home.ports.with_suffix(".new")
    unfinished.write_text(json.dumps({"web": topology.web.port, "gearman": gearman[0][1]}))
    unfinished.replace(home.ports)
    return replace(topology, gearman=gearman)


def wait_for_ports(topology: Topology) -> None:
    _wait_for(topology.web, "")
    if topology.streaming:
        _wait_for(topology.streaming, ", the next to the web server's, is for streaming and")


def _wait_for(part: Web | Streaming, for_what: str) -> None:
    end = time.monotonic() + FREED_SECONDS
    while not is_free(part.host, part.port):
        if time.monotonic() > end:
            raise ClusterError(
                f"Port {part.port}{for_what} is taken by another program.\n"
                "Stop that one, or choose another port with --port or TINTYPE_PORT.",
            )
        time.sleep(PAUSE_SECONDS)


def _choose(host: str) -> int:
    for _ in range(TRIES):
        port = random.choice(CHOICE)  # noqa: S311  nothing secret about it
        if is_free(host, port):
            return port
    raise ClusterError(f"None of {TRIES} ports between {CHOICE.start} and {CHOICE.stop} is free on {host}.")


def is_free(host: str, port: int) -> bool:
    if not port:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
