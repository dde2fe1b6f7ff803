"""The watcher of one replica: publishes how far it has come, while it may be read, and how it is."""

import logging
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tintype.config.topology import TopologyError
from tintype.lib.redis import RedisDown, ask, run_script
from tintype.sharding.databases import learn_databases
from tintype.sharding.direct import direct
from tintype.sharding.lag import Lag
from tintype.sharding.pins import replica_key
from tintype.sharding.replica_states import AWAY, IN_USE, LAGGING, WAITING, ReplicaState, tell_state
from tintype.sharding.replicas import replayed_key
from tintype.sharding.synchronous import keep_synchronous

EVERY_SECONDS = 0.2
# Less than the life of a pin by far: what is no longer pinned is on every replica that is read.
MOST_LAG_SECONDS = 5
# So the readers leave a replica alone whose watcher is gone.
PUBLISHED_SECONDS = 2
# More than MOST_LAG_SECONDS, in whole seconds.
WITHOUT_PINS_SECONDS = 6
# How soon commits wait again for a replica that has come back to a synchronous server.
CARE_SECONDS = 2
# An answer that took longer may be that of a replica cut off meanwhile.
MOST_ANSWER_SECONDS = 1

# pg_current_wal_flush_lsn and not the insert position: at the end of a page that one stands behind the next page's
# head, where an idle primary's replica does not come.
FLUSHED = "SELECT pg_current_wal_flush_lsn() - '0/0'"
REPLAYED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0' END"

# KEYS: since when there have been pins, how far the replica has come. ARGV: position, life, seconds without pins.
# Redis was wiped when it does not know since when there have been pins, and a replica of Redis took over when it knows
# that of another server: what the last pins spoke of may not be on the replica.
PUBLISH = """
local now = tonumber(redis.call('TIME')[1])
local server = redis.call('INFO', 'replication'):match('master_replid:(%w+)')
local since = (redis.call('GET', KEYS[1]) or ''):match(server .. ' (%d+)')
if not since then
    since = now
    redis.call('SET', KEYS[1], server .. ' ' .. now)
end
if now - tonumber(since) < tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1
"""

log = logging.getLogger(__name__)


class Watcher:
    """Of the replica of one database, in a thread of its own: one that hangs keeps no other waiting."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.replica = settings.REPLICAS[database]
        self.lag = Lag()
        self.state = ""
        self.since = 0.0
        self.next_care = 0.0

    def run(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            with direct(self.database, statement_seconds=MOST_LAG_SECONDS) as primary:
                is_well = True
                while is_well and not stopped.wait(EVERY_SECONDS):
                    is_well = self._sample(primary)
                    is_well = self._look() and is_well
            if not stopped.is_set():
                self._learn()
        connections.close_all()

    def _sample(self, primary: BaseDatabaseWrapper) -> bool:
        """Past the pooler, so that a full pool does not take the replicas away just when they are needed."""
        try:
            with primary.cursor() as cursor:
                cursor.execute(FLUSHED)
                written = int(cursor.fetchone()[0])
            if time.monotonic() >= self.next_care:
                self.next_care = time.monotonic() + CARE_SECONDS
                keep_synchronous(self.database, primary)
        except Error as error:
            log.warning("the primary of %s is away: %s", self.database, error)
            return False
        self.lag.sample(time.monotonic(), written)
        return True

    def _look(self) -> bool:
        """Whether the replica answered."""
        asked_at = time.monotonic()
        replayed = self._replayed()
        if replayed is None:
            self.lag.forget()
        else:
            self.lag.replayed(replayed)
        seconds = self.lag.seconds(time.monotonic())
        is_fresh = time.monotonic() - asked_at < MOST_ANSWER_SECONDS
        try:
            if replayed is None:
                self._withdraw(AWAY)
            elif seconds is None or seconds >= MOST_LAG_SECONDS or not is_fresh:
                self._withdraw(LAGGING)
            else:
                self._publish(replayed)
        except RedisDown as error:
            log.warning("Redis away: %s is not read: %s", self.replica, error)
        return replayed is not None

    def _replayed(self) -> int | None:
        """The way the readers come. None where nobody answers, or where what answers is no replica (any more)."""
        connection = connections[self.replica]
        try:
            with connection.cursor() as cursor:
                cursor.execute(REPLAYED)
                position = cursor.fetchone()[0]
        except Error as error:
            if self.state != AWAY:
                log.warning("%s is away: %s", self.replica, error)
            with suppress(Error):
                connection.close()
            return None
        return None if position is None else int(position)

    def _publish(self, replayed: int) -> None:
        keys = [replica_key("since"), replayed_key(self.replica)]
        is_there = run_script(PUBLISH, keys, replayed, PUBLISHED_SECONDS, WITHOUT_PINS_SECONDS)
        self._tell(IN_USE if is_there else WAITING)

    def _withdraw(self, state: str) -> None:
        ask("DEL", replayed_key(self.replica))
        self._tell(state)

    def _tell(self, state: str) -> None:
        if state != self.state:
            log.warning("%s: %s", self.replica, state)
            self.state, self.since = state, time.time()
        is_known = state != AWAY
        seconds = self.lag.seconds(time.monotonic()) if is_known else None
        tell_state(self.replica, ReplicaState(state, seconds, self.lag.bytes if is_known else None, self.since))

    def _learn(self) -> None:
        """A promotion gives the primary and the replica other addresses."""
        try:
            learn_databases()
        except TopologyError as error:
            log.warning("the topology cannot be read: %s", error)
        time.sleep(EVERY_SECONDS)
