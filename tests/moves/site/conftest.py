"""A site on two PostgreSQL servers, and a crowd whose every shard is on the first."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest

from tests.cluster.real import Real, free_port
from tests.crash.crowd import Crowd
from tests.crash.truth import Truth
from tests.moves.site.forked import ROOT, Forked
from tintype.config.topology import load_topology

# With TINTYPE_TOPOLOGY=sharded there are replicas too, and the target's commits wait for one.
TOPOLOGY = os.environ.get("TINTYPE_TOPOLOGY", str(Path(__file__).parent / "two.toml"))
EVERY_SHARD = "0-8191"
MOVE_SECONDS = 120
# So many things are there before the first move, so that every table of the crowd's shards has rows.
BEGINNING = 20


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.slow)
    item.add_marker(pytest.mark.timeout(400))


class Site(Real):
    """With the mover's side of it."""

    def __init__(self, home: Path, port: int) -> None:
        super().__init__(home, port)
        self.environment |= {"TINTYPE_TOPOLOGY": TOPOLOGY, "TINTYPE_RATE_LIMITS": "false"}
        self.truth = Truth(home, TOPOLOGY)

    @cached_property
    def forked(self) -> Forked:
        """Once the site is up, from which it learns."""
        return Forked(self.home / "said", self.environment)

    def kill_everything(self) -> None:
        if "forked" in vars(self):
            self.forked.end()
        super().kill_everything()

    def move(self, *arguments: str) -> str:
        """What it said; it ended well."""
        code, said = self.forked.run("shards", "move", *arguments, seconds=MOVE_SECONDS)
        assert code == 0, said
        return said

    def begin_move(self, *arguments: str, dying: tuple[str, str] | None = None) -> "subprocess.Popen[str]":
        """With `dying` it is stopped before or after a function of sharding.moves."""
        command = ["-m", "tests.moves.site.dying", *dying] if dying else ["-c", "from tintype.cli import main; main()"]
        return subprocess.Popen(
            [sys.executable, *command, "shards", "move", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def move_and_die(self, when: str, place: str, *arguments: str) -> None:
        code, said = self.forked.run("shards", "move", *arguments, seconds=MOVE_SECONDS, dying=(when, place))
        assert code == -signal.SIGKILL, (when, place, said)

    def errors(self) -> str:
        """What the web processes say of their 503s."""
        lines = (self.home / "log" / "web.log").read_text().splitlines()
        return "\n".join(line for line in lines if "ERROR tintype" in line)

    def kill_target(self) -> None:
        """The server of shard2."""
        server = next(one.server for one in load_topology(TOPOLOGY, self.home, 1).shards if one.name == "shard2")
        pid = (self.home / f"postgres-{server.primary.name}" / "postmaster.pid").read_text().split()[0]
        os.kill(int(pid), signal.SIGKILL)

    def places(self, numbers: set[int]) -> set[str]:
        """In which databases these logical shards live, by the map."""
        rows = self.truth.directory_rows("SELECT shard, database FROM sharding_logicalshard")
        return {database for shard, database in rows if shard in numbers}


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    home = Path(tempfile.mkdtemp(prefix="tintype-moves-"))
    made = Site(home, free_port())
    try:
        started = made.run("up", "--detach")
        assert started.returncode == 0, started.stdout + started.stderr
        made.move(EVERY_SHARD, "--to", "shard1")
        yield made
    finally:
        made.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="package")
def crowd(site: Site) -> Crowd:
    made = Crowd(site.port)
    made.sign_up()
    ids = site.truth.account_ids()
    for person in made.people:
        person.id = ids[person.name]
    with made.at_work():
        site.wait_until(lambda: len(made.ledger) > BEGINNING)
    return made


@pytest.fixture
def shards(site: Site, crowd: Crowd) -> Iterator[set[int]]:
    """Those on which the crowd writes; they live in shard1 at the beginning of each test."""
    found = {person.id % 8192 for person in crowd.people}
    yield found
    site.forked.run("shards", "move", "--resume", seconds=MOVE_SECONDS)
    if site.places(found) != {"shard1"}:
        site.move(numbers(found), "--to", "shard1")


def numbers(shards: set[int]) -> str:
    """As the command line takes them."""
    return ",".join(map(str, sorted(shards)))
