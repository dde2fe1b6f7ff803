"""A real site on three servers with a replica each: who lives on which, and the loss of a primary."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.cluster.real import Real
from tests.crash.client import Client
from tests.crash.crowd import Crowd
from tests.crash.truth import COMMENTS, FOLLOWS, LIKES, POSTS, Truth
from tintype.cluster.replication import catch_up
from tintype.cluster.sql import connect
from tintype.config.topology import Postgres, Server, Topology, load_topology
from tintype.sharding.scope import shard_of

TOPOLOGY = "sharded"
# The supervisor starts the killed one again at once, and a primary that answers is not promoted over.
TRIES = 20


class Site(Real):
    def __init__(self, home: Path, port: int) -> None:
        super().__init__(home, port)
        self.environment |= {"TINTYPE_TOPOLOGY": TOPOLOGY, "TINTYPE_RATE_LIMITS": "false"}
        self.truth = Truth(home, TOPOLOGY)

    def bring_up(self) -> None:
        started = self.run("up", "--detach")
        assert started.returncode == 0, started.stdout + started.stderr

    def come_to_rest(self) -> None:
        """Until each replica has all that its primary has: none that is promoted now loses what other tests did."""
        self.wait_until(self.is_all_running)
        self.truth.wait_until_drained()
        catch_up(self.topology())

    def topology(self) -> Topology:
        """With the roles of this moment."""
        return load_topology(TOPOLOGY, self.home, 1)

    def server(self, name: str) -> Server:
        return next(one for one in self.topology().servers if one.name == name)

    def kill(self, member: str) -> None:
        with suppress(OSError, ValueError):
            lines = (self.home / f"postgres-{member}" / "postmaster.pid").read_text().splitlines()
            os.kill(int(lines[0]), signal.SIGKILL)

    def lose_and_promote(self, name: str) -> subprocess.CompletedProcess[str]:
        """Its primary is killed, and again whenever it has come back before the promotion."""
        lost = self.server(name).primary.name
        for _ in range(TRIES):
            self.kill(lost)
            promoted = self.run("shards", "promote", name)
            if promoted.returncode == 0 or "nothing was done" not in promoted.stderr:
                return promoted
        raise AssertionError(f"{lost} came back each time")


def tell(address: Postgres, statement: str) -> None:
    with connect(address) as connection:
        connection.execute(statement.encode())


def ask(address: Postgres, question: str) -> object:
    with connect(address) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def signed_up(site: Site, people: int) -> Crowd:
    """What others have done before is to be kept as what these do."""
    crowd = Crowd(site.port, people)
    done, rows = crowd.ledger, site.truth.rows
    done.posts, done.likes, done.comments, done.follows = rows(POSTS), rows(LIKES), rows(COMMENTS), rows(FOLLOWS)
    crowd.sign_up()
    return crowd


def by_database(site: Site, crowd: Crowd) -> dict[str, list[Client]]:
    """The people of a crowd that has signed up, by where they live."""
    ids = site.truth.account_ids()
    places: dict[int, str] = dict(site.truth.directory_rows("SELECT shard, database FROM sharding_logicalshard"))
    homes: dict[str, list[Client]] = {}
    for person in crowd.people:
        person.id = ids[person.name]
        homes.setdefault(places[shard_of(person.id)], []).append(person)
    return homes


def crowd_of(port: int, people: list[Client], *parts: Crowd) -> Crowd:
    """With `parts`, all that these have done."""
    crowd = Crowd(port, people=0)
    crowd.people = people
    for part in parts:
        for name, done in vars(part.ledger).items():
            getattr(crowd.ledger, name).extend(done)
    return crowd
