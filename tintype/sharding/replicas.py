"""Reading from replicas: only where it is allowed, and only from one that has all that was acknowledged."""

import logging
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tintype.lib.redis import RedisDown, ask
from tintype.sharding.pins import is_passed, pin_key

# A replica that does not answer this process is left alone for so long; the watcher takes it from all after 2 s.
OUT_SECONDS = 2

_allowed: ContextVar[bool] = ContextVar("replicas_allowed", default=False)
_out_until: dict[str, float] = {}

log = logging.getLogger(__name__)


@contextmanager
def replicas_allowed(*, allowed: bool = True) -> Iterator[None]:
    """What is read in here may come from a replica, unless it is read inside an action."""
    token = _allowed.set(allowed)
    try:
        yield
    finally:
        _allowed.reset(token)


def replayed_key(replica: str) -> str:
    """How far in the log the replica has come; there while it may be read (sharding.watching)."""
    return f"{settings.REDIS_PREFIX}replica:{replica}"


def read_from(shards: Mapping[str, Collection[int]]) -> dict[str, str]:
    """For each database and the logical shards that will be read there: its own name, or that of its replica.

    One round trip to Redis. The answer holds for a moment only: what is pinned later may be missing on the replica, so
    nobody keeps it longer than a scope. Costs a scope 0.00 ms.
    """
    asked = {database: found for database, found in shards.items() if _may_be_read(settings.REPLICAS.get(database))}
    chosen = {database: database for database in shards}
    if asked:
        for database in _caught_up(asked):
            if _answers(settings.REPLICAS[database]):
                chosen[database] = settings.REPLICAS[database]
    return chosen


def _may_be_read(replica: str | None) -> bool:
    return replica is not None and _allowed.get() and time.monotonic() >= _out_until.get(replica, 0)


def _caught_up(asked: Mapping[str, Collection[int]]) -> Iterator[str]:
    """Those of the databases whose replica has all that was acknowledged of these shards."""
    keys = [replayed_key(settings.REPLICAS[database]) for database in asked]
    keys += [pin_key(shard) for shards in asked.values() for shard in shards]
    try:
        values = iter(ask("MGET", *keys))
    except RedisDown:
        log.warning("Redis away: replicas are not read")
        for database in asked:
            _leave_out(settings.REPLICAS[database])
        return
    replayed = {database: next(values) for database in asked}
    for database, shards in asked.items():
        pins = [next(values) for _ in shards]
        if replayed[database] is not None and all(is_passed(pin, database, int(replayed[database])) for pin in pins):
            yield database


def _answers(replica: str) -> bool:
    connection = connections[replica]
    try:
        is_usable = _is_usable(connection)
    except Error as error:
        log.warning("%s is away, its primary is read: %s", replica, error)
        is_usable = False
    if not is_usable:
        connection.close()
        _leave_out(replica)
    return is_usable


def _is_usable(connection: BaseDatabaseWrapper) -> bool:
    """A kept connection is asked once a request; a new one too, since it may only have reached a PgBouncer."""
    connection.close_if_health_check_failed()
    if connection.connection is not None:
        return True
    connection.connect()
    return connection.is_usable()


def _leave_out(replica: str) -> None:
    _out_until[replica] = time.monotonic() + OUT_SECONDS
