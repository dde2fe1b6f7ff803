"""Where the sharded models of this moment live: nothing reaches them outside a scope."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import partial

from django.conf import settings
from django.db import connections, transaction

from tintype.lib.hooks import after_commit
from tintype.sharding.gate import StillMoving, follow_switch, forgetting_where_fenced, is_written_at
from tintype.sharding.map import database_of, place_of
from tintype.sharding.pins import pin
from tintype.sharding.replicas import read_from, replicas_allowed

LOGICAL_SHARDS = 8192
# A second one at the new place would be a whole move later.
SWITCHES_MET = 3


class OutsideShardScope(RuntimeError):
    """A sharded model was used without saying whose shard is meant."""


@dataclass(frozen=True)
class Scope:
    """`shard` is None where a whole physical database is walked."""

    database: str
    shard: int | None
    # Where it is read, if not there.
    replica: str | None = field(default=None, compare=False)
    # Inside an action: what still has to be written into its transaction, just before the commit.
    before_commit: list[Callable[[], None]] | None = field(default=None, compare=False)

    @property
    def read_from(self) -> str:
        return self.replica or self.database


_current: ContextVar[Scope | None] = ContextVar("shard_scope", default=None)


def shard_of(account_id: int) -> int:
    """The logical shard on which all that belongs to this person lives."""
    return account_id % LOGICAL_SHARDS


def shard_of_id(made_id: int) -> int:
    """The logical shard that made this id: bits 10 to 22.

    >>> shard_of_id((5 << 23) | (17 << 10) | 3)
    17
    """
    return (made_id >> 10) % LOGICAL_SHARDS


def current_scope() -> Scope:
    scope = _current.get()
    if scope is None:
        raise OutsideShardScope("Say whose shard is meant: `with on_shard_of(account_id):`")
    return scope


def scope_or_none() -> Scope | None:
    return _current.get()


@contextmanager
def _entered(scope: Scope) -> Iterator[Scope]:
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


@contextmanager
def on_shard(shard: int) -> Iterator[Scope]:
    database = database_of(shard)
    with _entered(Scope(database, shard, read_from({database: [shard]})[database])) as scope:
        yield scope


@contextmanager
def on_shard_of(account_id: int) -> Iterator[Scope]:
    with on_shard(shard_of(account_id)) as scope:
        yield scope


@contextmanager
def on_shard_of_id(made_id: int) -> Iterator[Scope]:
    with on_shard(shard_of_id(made_id)) as scope:
        yield scope


@contextmanager
def on_database(name: str) -> Iterator[Scope]:
    """For reads that gather from every shard of one physical database."""
    with _entered(Scope(name, None)) as scope:
        yield scope


class NestedAction(RuntimeError):
    """An action was begun inside another transaction."""


@contextmanager
def action_on(shard: int) -> Iterator[Scope]:
    """One action: one transaction on one shard. It refuses to nest, since two shards cannot commit as one."""
    # Django's `durable` looks at its own database only.
    if any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
        raise NestedAction("An action is a transaction of its own: begin it outside of any other.")
    before_commit: list[Callable[[], None]] = []
    # What runs after the commit, tasks among it, reads the truth too.
    with replicas_allowed(allowed=False), forgetting_where_fenced(), _transaction_on(shard) as around:
        with _entered(replace(around, before_commit=before_commit)) as scope:
            yield scope
        for write in before_commit:
            write()
        # What runs after the commit is in the scope around: what it enqueues goes in at once instead of never.


@contextmanager
def _transaction_on(shard: int) -> Iterator[Scope]:
    """Where the shard is written now: who meets a switch begins again at the new place."""
    for _ in range(SWITCHES_MET):
        place = place_of(shard)
        with _entered(Scope(place.database, shard)) as scope, transaction.atomic(using=place.database):
            if is_written_at(place, shard):
                if place.database in settings.REPLICAS:
                    # The first, so that whoever hears of the action finds the shard pinned.
                    after_commit(place.database, partial(pin, shard, place.database))
                yield scope
                return
        follow_switch(shard, place.database)
    raise StillMoving(f"logical shard {shard} is nowhere to be written just now")


@contextmanager
def action_of(account_id: int) -> Iterator[Scope]:
    with action_on(shard_of(account_id)) as scope:
        yield scope
