"""What `tintype deploy` and the fabfile have in common: each is a command with its exit code."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tintype.cluster.deploy import steps
from tintype.cluster.deploy.checksum import checksum
from tintype.cluster.deploy.crew import Crew, Say, crew
from tintype.cluster.deploy.hosts import Access, Failed, Host
from tintype.cluster.deploy.park import Park, read_park
from tintype.cluster.deploy.ship import current
from tintype.cluster.deploy.source import make_source
from tintype.cluster.errors import ClusterError

# Everything went well but for machines that were left out. 1 is an error, 2 a wrong option.
LEFT_OUT = 3
COMMAND_SECONDS = 600
HERE = Path(__file__).resolve()


@dataclass(frozen=True)
class Site:
    """Which park, and how to get into its machines."""

    topology: str
    say: Say
    access: Access

    def deploy(self, version: str) -> int:
        park = self._park()
        source = make_source(park, repository(), version)
        with self._crew(park) as together:
            steps.deploy(together, park, source)
            return _code(together)

    def rollback(self, release: str) -> int:
        park = self._park()
        with self._crew(park) as together:
            lead = together.need(park.lead, "it keeps the list of releases")
            steps.roll_back(together, park, release or steps.former(lead, park))
            return _code(together)

    def add_host(self, name: str) -> int:
        """With the code that the others have."""
        park = self._park()
        if name not in park.topology.machines:
            raise ClusterError(f"Write {name} with its address and its parts into {park.file} first.")
        with self._crew(park) as together:
            release = current(together.need(park.lead, "it says which release the others have"), park.deploy.root)
            source = make_source(park, repository(), release.partition("-")[0])
            steps.add_host(together, park, source, name)
            return _code(together)

    def run(self, role: str, command: str) -> int:
        """What each host answered. 1 where the command failed on one of them, or one was left out."""
        park = self._park()
        with self._crew(park, role) as together:
            codes = together.ask(lambda host: _said(host, command, together))
            return 1 if together.left_out or "failed" in codes.values() else 0

    def status(self) -> int:
        park = self._park()
        with self._crew(park) as together:
            found = together.each(lambda host: _described(host, park))
            sums = {line.rpartition(" ")[2] for line in found.values()}
            if len(sums) > 1:
                raise ClusterError(steps.DIFFERENT)
            return _code(together)

    def _park(self) -> Park:
        return read_park(self.topology)

    @contextmanager
    def _crew(self, park: Park, role: str = "all") -> Iterator[Crew]:
        with crew(park, self.access, park.machines(role), self.say) as together:
            yield together


def repository() -> Path:
    """Where Tintype runs from a checkout, that is it; else the directory of whoever deploys."""
    checkout = HERE.parents[3]
    return checkout if (checkout / ".git").exists() else Path.cwd()


def _described(host: Host, park: Park) -> str:
    root = park.deploy.root
    state = steps.state(host, park) or "down"
    return f"{state}  {current(host, root) or 'no release'}  {checksum(host, park.deploy)}"


def _said(host: Host, command: str, together: Crew) -> str:
    try:
        said, code = host.run(command, seconds=COMMAND_SECONDS), ""
    except Failed as error:
        said, code = str(error), "failed"
    for line in (*said.splitlines(), *filter(None, [code])):
        together.line(host.name, line)
    return code


def _code(together: Crew) -> int:
    if together.left_out:
        together.say(f"Left out: {', '.join(together.left_out)}. Deploy again once they are well.")
    return LEFT_OUT if together.left_out else 0
