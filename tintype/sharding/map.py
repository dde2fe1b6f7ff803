"""Which physical database holds which logical shard: kept in the directory, cached in the process for half a second."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, Error, connections

from tintype.sharding.databases import know
from tintype.sharding.replicas import read_from

# So every process acts on a change of the map within a second. Each process that works asks the directory for one
# number twice a second: 200 processes are 400 statements a second, each read from memory.
LIFE_SECONDS = 0.5
# A directory that does not answer may take its time not to.
AWAY_SECONDS = 2

VERSION = "SELECT version FROM sharding_mapversion WHERE id = 1"
ALL = "SELECT shard, database, is_moving FROM sharding_logicalshard"
SOME = f"{ALL} WHERE shard = ANY(%s)"

K = TypeVar("K")

log = logging.getLogger(__name__)


class ShardMapIncomplete(RuntimeError):
    """The directory does not say where every logical shard lives: the migrations have not run."""


@dataclass(frozen=True)
class Place:
    database: str
    is_moving: bool


@dataclass
class _Known:
    """What this process knows of the map. No version is 0: with that the map is read anew."""

    places: dict[int, Place]
    version: int = 0
    good_until: float = 0


_known = _Known({})
_asking = threading.Lock()


def place_of(shard: int) -> Place:
    """Where a logical shard lives. Of one that moves the directory is asked each time."""
    return _places_of([shard])[shard]


def _places_of(shards: Collection[int]) -> dict[int, Place]:
    """As `place_of`, with one question for all that move."""
    _refresh()
    places = {shard: place for shard in shards if (place := _known.places.get(shard))}
    if moving := [shard for shard, place in places.items() if place.is_moving]:
        places |= _read(SOME, moving)
        know({places[shard].database for shard in moving})
    if len(places) < len(shards):
        forget_map()
        raise ShardMapIncomplete("Run `tintype manage migrate_all`.")
    return places


def database_of(shard: int) -> str:
    """The name of the physical database of a logical shard."""
    return place_of(shard).database


def grouped_by_database(keys: Iterable[K], shard_of_key: Callable[[K], int]) -> dict[str, list[K]]:
    """`keys` by the physical database to ask for them, so that each is asked once.

    That is where they live; for readers its replica, if that has all that was acknowledged of every one of them.
    """
    by_shard: dict[int, list[K]] = {}
    for key in keys:
        by_shard.setdefault(shard_of_key(key), []).append(key)
    groups: dict[str, dict[int, list[K]]] = {}
    for shard, place in _places_of(by_shard).items():
        groups.setdefault(place.database, {})[shard] = by_shard[shard]
    chosen = read_from(groups)
    return {chosen[database]: [*chain(*shards.values())] for database, shards in groups.items()}


def forget_map() -> None:
    """At its next use the map is read anew."""
    _known.version, _known.good_until = 0, 0


def refresh_map() -> None:
    """For processes that walk over all databases without asking where a shard lives: learn of new ones."""
    _refresh()


def _refresh() -> None:
    late = time.monotonic() - _known.good_until
    if _known.places and late < 0:
        return
    # One thread asks. Others go on with what is known meanwhile, unless it is from before a rest of this process: what
    # a process knew a minute ago may be the place from which a shard has moved since.
    if _asking.acquire(blocking=not _known.places or late > LIFE_SECONDS):
        try:
            if not _known.places or time.monotonic() >= _known.good_until:
                _look()
        finally:
            _asking.release()


def _look() -> None:
    began = time.monotonic()
    try:
        version = _ask(VERSION)[0][0]
        if version != _known.version:
            _load(version)
        _known.good_until = began + LIFE_SECONDS
    except Error as error:
        if not _known.places:
            raise
        _known.good_until = time.monotonic() + AWAY_SECONDS
        log.warning("the directory is away, the shard map of a moment ago is used: %s", error)


def _load(version: int) -> None:
    """The version was read first: if the map changes in between, the next look sees a newer one."""
    places = _read(ALL)
    know({place.database for place in places.values()})
    _known.places, _known.version = places, version


def _read(statement: str, *values: Any) -> dict[int, Place]:
    return {shard: Place(database, is_moving) for shard, database, is_moving in _ask(statement, *values)}


def _ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
