"""What `tintype shards` and the plan of a rebalancing are made of: rows and bytes, counted where they live."""

import pytest
from django.conf import settings

from tintype.lib.redis import client
from tintype.sharding.map import database_of
from tintype.sharding.overview import Held, overview
from tintype.sharding.pins import replica_key
from tintype.sharding.replica_states import IN_USE, ReplicaState, tell_state
from tintype.sharding.scope import shard_of
from tintype.sharding.weighing import weigh
from tintype.testing.member import Member
from tintype.testing.posts import make_post


def held(database: str) -> Held:
    return next(each for each in overview() if each.place.name == database)


def test_a_post_is_counted_where_its_owner_lives(alice: Member) -> None:
    shard = shard_of(alice.id)
    here = database_of(shard)
    before, weighed = held(here), weigh({shard: here})
    make_post(alice.id, photos=2)
    after = weigh({shard: here})[shard]
    rows = after.rows - (weighed[shard].rows if shard in weighed else 0)
    assert rows >= 3
    assert after.size > 0
    assert held(here).rows == before.rows + rows
    assert shard in before.shards
    assert held(here).size > 0


def test_what_lies_in_a_database_where_its_shard_does_not_live_is_not_weighed(alice: Member) -> None:
    make_post(alice.id)
    shard = shard_of(alice.id)
    elsewhere = next(place.name for place in settings.TOPOLOGY.shards if place.name != database_of(shard))
    assert weigh({shard: elsewhere}) == {}


def test_a_database_that_does_not_answer_is_a_line_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DIRECT, "shard2", settings.DIRECT["shard2"] | {"PORT": "1"})
    found = overview()
    assert [each.place.name for each in found if each.error] == ["shard2"]
    assert ".s.PGSQL.1" in held("shard2").error
    assert held("shard2").shards


def test_a_replica_is_shown_as_its_watcher_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REPLICAS", {"shard1": "a-replica"})
    tell_state("a-replica", ReplicaState(IN_USE, 0.25, 100, 1.0))
    try:
        assert held("shard1").replica == "in use, 0.2 s"
        assert held("shard2").replica == "unknown"
    finally:
        client().hdel(replica_key("states"), "a-replica")
