"""The machines of a park wait for each other, so that all can be started at the same time and in any order."""

from tintype.cluster.answers import Part, engines
from tintype.cluster.errors import ClusterError
from tintype.cluster.ready import wait_until
from tintype.cluster.show import Show
from tintype.config.topology import Topology

# A machine boots, installs packages, recovers what a crash cut off.
MACHINE_SECONDS = 600


def wait_for_engines_elsewhere(topology: Topology, secret_key: str, show: Show) -> None:
    """Of those without which the site cannot be prepared; the others may come later."""
    for host, parts in _by_host(topology, secret_key).items():
        with show.step(f"{topology.machine_of(host)} ({', '.join(part.name for part in parts)})"):
            for part in parts:
                if reason := wait_until(part.answers, MACHINE_SECONDS):
                    raise ClusterError(f"{part.name} on {topology.machine_of(host)} does not answer: {reason}")


def _by_host(topology: Topology, secret_key: str) -> dict[str, list[Part]]:
    hosts: dict[str, list[Part]] = {}
    for part in engines(topology, secret_key):
        if part.is_needed and not topology.is_here(part.host):
            hosts.setdefault(part.host, []).append(part)
    return hosts
