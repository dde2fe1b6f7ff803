"""The park that is deployed to: its topology as the machines read it, and which parts each of them has."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tintype.cluster.errors import ClusterError
from tintype.config.deploy import Deploy
from tintype.config.topology import Topology, load_topology, topology_path

DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Park:
    topology: Topology
    file: Path

    @property
    def deploy(self) -> Deploy:
        return self.topology.deploy

    @property
    def lead(self) -> str:
        return self.topology.machine_of(self.topology.lead_host)

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """(kind, machine) of every part."""
        return sorted({(kind, self.topology.machine_of(host)) for kind, host in _parts(self.topology)})

    def machines(self, role: str) -> list[str]:
        """A role is a kind of part, the name of a machine, or all. Raises ClusterError."""
        known = self.topology.machines
        found = [name for name in known if role in {"all", name} or (role, name) in self.parts]
        if not found:
            kinds = ", ".join(sorted({kind for kind, _ in self.parts}))
            raise ClusterError(f"There is no role {role!r}: it is one of all, {kinds}, or the name of a machine.")
        return found


def read_park(name: str) -> Park:
    """Twice, since the file itself says where the data directory of a machine is, of which its texts may speak."""
    file = topology_path(name)
    deploy = load_topology(name, Path("/"), DEFAULT_PORT).deploy
    port = int(deploy.settings.get("TINTYPE_PORT", DEFAULT_PORT))
    topology = load_topology(name, Path(deploy.home), port)
    if not topology.machines:
        raise ClusterError(f"The topology {file} names no [machines] to deploy to.")
    return Park(topology, file)


def _parts(topology: Topology) -> Iterator[tuple[str, str]]:
    for server in topology.servers:
        for member in server.members:
            yield "postgres", member.address.host
    if topology.front:
        yield "balancer", topology.front.host
        yield from (("nginx", server.host) for server in topology.front.servers)
    yield from (("app", app.host) for app in topology.apps)
    yield from (("worker", host) for workers in topology.workers for host in workers.hosts)
    yield from (("redis", node.host) for node in topology.redis.nodes)
    yield from (("gearman", server[0]) for server in topology.gearman)
    yield from (("memcached", server.rpartition(":")[0]) for server in topology.memcached.servers)
    yield from (("edge", edge.host) for edge in topology.edges)
    yield from (("store", store.address[0]) for store in topology.stores if store.kind == "radosgw")
    if topology.streaming:
        yield "streaming", topology.streaming.host
    yield "dispatcher", topology.lead_host
