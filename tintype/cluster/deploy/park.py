"""The park that is deployed to: its topology as the machines read it, and which parts each of them has."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tintype.cluster.errors import ClusterError
from tintype.config.deploy import Deploy
from tintype.config.parts import parts_of
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
        """(name, machine) of every part."""
        return [(part.name, self.topology.machine_of(part.host)) for part in parts_of(self.topology)]

    def machines(self, role: str) -> list[str]:
        """A role is a part or the first word of several (app, worker, worker-now, db1), the name of a machine, or all.

        Raises ClusterError.
        """
        has_it = {machine for name, machine in self.parts if name == role or name.startswith(f"{role}-")}
        found = [name for name in self.topology.machines if role in {"all", name} or name in has_it]
        if not found:
            roles = ", ".join(sorted({kind(name) for name, _ in self.parts}))
            raise ClusterError(f"There is no role {role!r}: it is one of all, {roles}, or the name of a machine.")
        return found


def kind(part: str) -> str:
    return part.partition("-")[0]


def read_park(name: str) -> Park:
    """Twice, since the file itself says where the data directory of a machine is, of which its texts may speak."""
    file = topology_path(name)
    deploy = load_topology(name, Path("/"), DEFAULT_PORT).deploy
    port = int(deploy.settings.get("TINTYPE_PORT", DEFAULT_PORT))
    topology = load_topology(name, Path(deploy.home), port)
    if not topology.machines:
        raise ClusterError(f"The topology {file} names no [machines] to deploy to.")
    return Park(topology, file)
