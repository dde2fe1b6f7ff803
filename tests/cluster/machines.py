"""Two machines of one park, each with its own data directory: of their parts only PostgreSQL and PgBouncer run."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.real import ended
from tintype.cluster import lock, postgres_programs, supervisor
from tintype.cluster.account import find_account
from tintype.cluster.home import Home, prepare_home
from tintype.cluster.program import Program
from tintype.cluster.rounds import Rounds
from tintype.cluster.show import Show
from tintype.cluster.starting import wait_for_supervisor
from tintype.config.env import Env
from tintype.config.topology import Server, Topology, load_topology

PORT = 8000

PARK = """
like = "embedded"
engines = "distribution"
[machines]
one = "127.{number}.1.1"
two = "127.{number}.1.2"
[postgres.main]
host = "{{one}}"
pooler = 6432
megabytes = 16
[postgres.main.replica]
host = "{{two}}"
port = 5433
pooler = 6433
spare = 6434
[postgres.other]
host = "{{two}}"
port = 5432
user = "tintype"
pooler = 6432
megabytes = 16
[[shards]]
name = "shard1"
server = "main"
database = "shard1"
[[shards]]
name = "shard2"
server = "other"
database = "shard2"
"""


@dataclass
class Machine:
    home: Home
    topology: Topology
    programs: list[Program]

    @property
    def main(self) -> Server:
        """With the roles that it has recorded itself."""
        return next(server for server in self.reloaded().servers if server.name == "main")

    def reloaded(self) -> Topology:
        return load_topology(str(file_of(self.home)), self.home.path, PORT, self.home.path.name)

    @property
    def env(self) -> Env:
        name = self.home.path.name
        return Env(home=self.home.path, topology=str(file_of(self.home)), machine=name, port=PORT)

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """As by `tintype up`: who promotes speaks with the supervisor."""
        held = lock.take(self.home, PORT)
        self.programs = prepared(self.home, self.reloaded())
        supervisor.write_config(self.home, self.programs)
        process = supervisor.start(self.home, dict(os.environ), held, detach=False)
        os.close(held)
        try:
            wait_for_supervisor(self.home, supervisor.Supervisor(self.home), process)
            yield
        finally:
            process.terminate()
            ended(process)

    def come_up(self) -> None:
        Rounds(self.home, supervisor.Supervisor(self.home), Show()).start(self.programs)

    def program(self, name: str) -> Program:
        return next(program for program in self.programs if program.name == name)


def file_of(home: Home) -> Path:
    return home.path.parent / "park.toml"


def make_machine(place: Path, name: str) -> Machine:
    home = prepare_home(place / name)
    topology = load_topology(str(file_of(home)), home.path, PORT, name)
    return Machine(home, topology, prepared(home, topology))


def prepared(home: Home, topology: Topology) -> list[Program]:
    return postgres_programs.programs(home, topology, find_account(home, []), durable=False)


@contextmanager
def made_machines() -> Iterator[tuple[Machine, Machine]]:
    """Nothing of them runs yet."""
    place = Path(tempfile.mkdtemp(prefix="tintype-park-"))
    place.chmod(0o711)
    (place / "park.toml").write_text(PARK.format(number=16 + os.getpid() % 200))
    yield make_machine(place, "one"), make_machine(place, "two")
    shutil.rmtree(place)
