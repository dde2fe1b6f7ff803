"""The shard map: every logical shard has one place, and a place once given stays."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connections, transaction

from tintype.sharding import map as shard_map
from tintype.sharding.actions import fill_shard_map
from tintype.sharding.databases import shard_databases
from tintype.sharding.map import ShardMapIncomplete, database_of, forget_map, grouped_by_database
from tintype.sharding.models import LogicalShard
from tintype.sharding.scope import LOGICAL_SHARDS, shard_of
from tintype.testing.member import make_member


def test_every_logical_shard_has_a_place_in_even_ranges() -> None:
    places = [database_of(shard) for shard in range(LOGICAL_SHARDS)]
    # The first that is wrong, not two lists: where thousands of items differ, pytest does not come to an end.
    assert next((shard for shard in range(1, LOGICAL_SHARDS) if places[shard - 1] > places[shard]), None) is None
    even = LOGICAL_SHARDS / len(shard_databases())
    held = Counter(places)
    assert {*held} == {*shard_databases()}
    assert all(abs(count - even) < 1 for count in held.values())


def test_filling_again_gives_nothing_and_moves_nothing() -> None:
    before = dict(LogicalShard.objects.values_list("shard", "database"))
    assert fill_shard_map() == 0
    changed = before.items() ^ dict(LogicalShard.objects.values_list("shard", "database")).items()
    assert not changed


@pytest.mark.parametrize("missing", [range(LOGICAL_SHARDS), range(4096, LOGICAL_SHARDS), range(17, 18)])
def test_a_map_with_holes_says_what_to_do_and_is_not_kept(missing: range) -> None:
    try:
        with transaction.atomic():
            LogicalShard.objects.filter(shard__in=missing).delete()
            forget_map()
            with pytest.raises(ShardMapIncomplete, match="migrate_all"):
                database_of(missing[-1])
            transaction.set_rollback(True)
        assert database_of(missing[-1]) == LogicalShard.objects.get(shard=missing[-1]).database
    finally:
        forget_map()


def test_accounts_made_one_after_the_other_spread_over_all_databases() -> None:
    shards = [shard_of(make_member("spread").id) for _ in range(20)]
    assert len(set(shards)) == 20
    held, even = Counter(map(database_of, shards)), 20 / len(shard_databases())
    assert {*held} == {*shard_databases()}
    assert all(abs(count - even) < 4 for count in held.values())


def test_numbers_are_grouped_by_the_database_of_their_shard() -> None:
    first, *_, last = shard_databases()
    assert grouped_by_database([1, 8191, 2, 8190], shard_of) == {first: [1, 2], last: [8191, 8190]}
    assert grouped_by_database([], shard_of) == {}


def test_whoever_comes_while_another_thread_reads_the_first_map_does_not_find_it_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shard_map, "_known", shard_map._Known({}, good_until=time.monotonic() + 3600))
    assert database_of(17) == LogicalShard.objects.get(shard=17).database


def test_after_a_rest_nobody_uses_the_old_map_while_another_thread_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two requests after a quiet minute, in which a shard has moved."""
    old = shard_map._Known({17: shard_map.Place("elsewhere", is_moving=False)}, 1, time.monotonic() - 60)
    monkeypatch.setattr(shard_map, "_known", old)
    ask, is_asking, may_answer = shard_map._ask, Event(), Event()

    def slow(statement: str, *values: int) -> list[tuple[Any, ...]]:
        is_asking.set()
        may_answer.wait(30)
        return ask(statement, *values)

    monkeypatch.setattr(shard_map, "_ask", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(database_of, 17)
        is_asking.wait(30)
        second = pool.submit(database_of, 17)
        try:
            with pytest.raises(TimeoutError):
                second.result(0.2)
        finally:
            may_answer.set()
        assert first.result(30) == second.result(30) == LogicalShard.objects.get(shard=17).database
        pool.submit(connections.close_all).result(30)
