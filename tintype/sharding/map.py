"""Which physical database holds which logical shard: kept in the directory, cached in the process."""

from collections.abc import Callable, Iterable
from functools import cache

from django.conf import settings


class ShardMapIncomplete(RuntimeError):
    """The directory does not say where every logical shard lives: the migrations have not run."""


@cache
def _map() -> dict[int, str]:
    from tintype.sharding.models import LogicalShard  # noqa: PLC0415 - app ready

    return dict(LogicalShard.objects.values_list("shard", "database"))


def database_of(shard: int) -> str:
    """The name of the physical database of a logical shard."""
    place = _map().get(shard)
    if place is None:
        forget_map()
        raise ShardMapIncomplete("Run `tintype manage migrate_all`.")
    return place


def shard_databases() -> tuple[str, ...]:
    """Every physical database that holds shards."""
    return tuple(place.name for place in settings.TOPOLOGY.shards)


def grouped_by_database(numbers: Iterable[int], shard_of_number: Callable[[int], int]) -> dict[str, list[int]]:
    """`numbers` by the physical database they live on, so that each is asked once."""
    groups: dict[str, list[int]] = {}
    for number in numbers:
        groups.setdefault(database_of(shard_of_number(number)), []).append(number)
    return groups


def forget_map() -> None:
    _map.cache_clear()
