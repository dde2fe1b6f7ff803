"""One server of a site with its replica: who lives there, which of the two answers, and what is said of the replica."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from redis.cluster import RedisCluster

from tests.crash.crowd import Crowd
from tests.failover.site import Site, ask, by_database
from tintype.cluster.home import Home
from tintype.cluster.sql import connect
from tintype.cluster.supervisor import Supervisor
from tintype.config.derive import derive
from tintype.config.env import SECRET_FILE
from tintype.config.topology import Member, Server, load_topology

# On three databases: two of them live on the same.
PEOPLE = 4
PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.05
# As Django writes them.
POSTS_OF = '"photos_post"."owner_id"'
FOLLOWS_OF = '"graph_follow"."followee_id"'


def _redis(site: Site) -> Any:
    """Of the library: what the site has put there is looked at past its own code."""
    node = load_topology("sharded", site.home, 1).redis.nodes[0]
    secret = (site.home / SECRET_FILE).read_text().strip()
    return RedisCluster(host=node.host, port=node.port, password=derive("redis", secret))


class Watched:
    def __init__(self, site: Site) -> None:
        self.site = site
        crowd = Crowd(site.port, PEOPLE)
        crowd.sign_up()
        homes = by_database(site, crowd)
        self.database = max(homes, key=lambda name: len(homes[name]))
        # The neighbour lives on another logical shard of the same database.
        self.owner, self.neighbour = homes[self.database][:2]
        self.reader, self.friend = [one for one in crowd.people if one not in (self.owner, self.neighbour)][:2]
        self.redis = _redis(site)
        self.supervisor = Supervisor(Home(site.home))
        for member in (self.primary, self.replica):
            self.tell(member, "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()")

    @property
    def server(self) -> Server:
        """With the roles of this moment."""
        shards = load_topology("sharded", self.site.home, 1).shards
        return next(shard.server for shard in shards if shard.name == self.database)

    @property
    def primary(self) -> Member:
        return self.server.primary

    @property
    def replica(self) -> Member:
        assert self.server.replica
        return self.server.replica

    def tell(self, member: Member, *statements: str) -> None:
        with connect(member.address, self.database) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def state(self) -> dict[str, Any]:
        told = self.redis.hget("{replicas}:states", f"{self.database}-replica")
        return dict(json.loads(told)) if told else {"state": "not told"}

    def wait_for(self, state: str, meanwhile: Callable[[], object] = str) -> dict[str, Any]:
        def is_so() -> bool:
            meanwhile()
            return bool(self.state()["state"] == state)

        wait_until(is_so, self.state)
        return self.state()

    def is_answered_by(self, look: Callable[[], object], account_id: int, column: str = POSTS_OF) -> Member:
        """Which of the two was asked about this person by that column, while `look` ran.

        Posts always are; numbers may come out of a cache.
        """
        logs = {member.name: self.site.home / "log" / f"postgres-{member.name}.log" for member in self._members()}
        before = {name: log.stat().st_size for name, log in logs.items()}
        look()
        question = f"{column} = {account_id}"

        def asked() -> list[Member]:
            texts = {name: log.read_text()[before[name] :] for name, log in logs.items()}
            return [member for member in self._members() if question in texts[member.name]]

        wait_until(asked, lambda: before)
        found = asked()
        assert len(found) == 1
        return found[0]

    def _members(self) -> tuple[Member, Member]:
        return self.primary, self.replica

    def write(self) -> None:
        """Something into the log of the primary, so that a replica that does not go on lags."""
        self.tell(self.primary, "SELECT pg_logical_emit_message(false, 'tintype', '')")

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The replica receives what is written and does not show it."""
        self.tell(self.replica, "SELECT pg_wal_replay_pause()")
        wait_until(lambda: ask(self.replica.address, "SELECT pg_get_wal_replay_pause_state()") == "paused", str)
        try:
            yield
        finally:
            self.tell(self.replica, "SELECT pg_wal_replay_resume()")

    @contextmanager
    def lagging_a_little(self) -> Iterator[None]:
        """As long as a test likes, and not just the 5 seconds until the watcher would leave the replica out."""
        watcher = self.site.pids()["watcher"]
        with self.paused():
            os.kill(watcher, signal.SIGSTOP)
            try:
                replayed = ask(self.replica.address, "SELECT (pg_last_wal_replay_lsn() - '0/0')::text")
                self.redis.set(f"replica:{self.database}-replica", str(replayed))
                yield
            finally:
                os.kill(watcher, signal.SIGCONT)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        spec = self.supervisor.spec_of(f"postgres-{self.replica.name}")
        self.supervisor.stop(spec)
        try:
            yield
        finally:
            self.supervisor.start(spec)


def wait_until(is_so: Callable[[], object], said: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, said()
        time.sleep(PAUSE_SECONDS)
