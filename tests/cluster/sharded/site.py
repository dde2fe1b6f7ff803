"""The sharded topology as a whole: some thirty programs."""

from pathlib import Path
from subprocess import CompletedProcess

from tests.cluster.real import Real
from tintype.config.topology import Topology, load_topology


class Site(Real):
    first_start: CompletedProcess[str]

    def __init__(self, home: Path, port: int) -> None:
        super().__init__(home, port)
        self.environment |= {"TINTYPE_TOPOLOGY": "sharded", "TINTYPE_RATE_LIMITS": "false"}

    def bring_up(self) -> CompletedProcess[str]:
        started = self.run("up", "--detach", seconds=300)
        assert started.returncode == 0, started.stdout + started.stderr
        return started

    @property
    def topology(self) -> Topology:
        return load_topology("sharded", self.home, self.port)
