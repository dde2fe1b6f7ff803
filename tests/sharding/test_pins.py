"""Which of a primary and its replica is read, by what stands in Redis; on real servers: tests/failover/replicas."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests.away import redis_away
from tintype.lib.redis import client, run_script
from tintype.photos.models import Liked
from tintype.sharding.map import database_of, grouped_by_database
from tintype.sharding.pins import NOWHERE, RAISE, pin, pin_key
from tintype.sharding.replicas import leave_out_replicas, read_from, replayed_key, replicas_allowed
from tintype.sharding.router import OutsideAction
from tintype.sharding.scope import action_on, on_database, on_shard, shard_of

SHARD, OTHER = 17, 18
PRIMARY, REPLICA = "shard1", "shard1-replica"


@pytest.fixture(autouse=True)
def _replica(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody connects to it here."""
    monkeypatch.setattr("tintype.sharding.replicas._out_until", {})
    client().delete(pin_key(SHARD), pin_key(OTHER))
    replayed("100")
    with override_settings(REPLICAS={PRIMARY: REPLICA}):
        yield


def replayed(position: str | None) -> None:
    client().delete(replayed_key(REPLICA))
    if position:
        client().set(replayed_key(REPLICA), position)


def chosen(*shards: int) -> str:
    with replicas_allowed():
        return read_from({PRIMARY: shards})[PRIMARY]


@pytest.mark.parametrize(
    ("pinned", "position", "read"),
    [
        (None, "100", REPLICA),
        (f"{PRIMARY} 99", "100", REPLICA),
        (f"{PRIMARY} 100", "100", REPLICA),
        (f"{PRIMARY} 101", "100", PRIMARY),
        (f"{PRIMARY} 9", "10", REPLICA),
        (f"{PRIMARY} {NOWHERE}", str(2**63), PRIMARY),
        ("shard2 1", "100", PRIMARY),
        (None, None, PRIMARY),
        (f"{PRIMARY} 1", None, PRIMARY),
    ],
)
def test_a_replica_is_read_when_it_has_passed_the_pin(pinned: str | None, position: str | None, read: str) -> None:
    replayed(position)
    if pinned:
        client().set(pin_key(SHARD), pinned)
    assert chosen(SHARD) == read


def test_many_shards_are_read_together_from_where_all_of_them_may_be_read() -> None:
    assert chosen(SHARD, OTHER) == REPLICA
    client().set(pin_key(OTHER), f"{PRIMARY} 101")
    assert (chosen(SHARD, OTHER), chosen(SHARD)) == (PRIMARY, REPLICA)


def test_only_readers_are_sent_to_a_replica_and_never_from_inside_an_action() -> None:
    with on_shard(SHARD) as scope:
        assert scope.read_from == PRIMARY
    with replicas_allowed():
        with on_shard(SHARD) as scope:
            assert (scope.read_from, scope.database) == (REPLICA, PRIMARY)
        assert grouped_by_database([SHARD, 8191], shard_of) == {REPLICA: [SHARD], database_of(8191): [8191]}
        with action_on(OTHER) as action, on_shard(SHARD) as inside:
            assert (action.read_from, inside.read_from) == (PRIMARY, PRIMARY)
        with replicas_allowed(allowed=False), on_shard(SHARD) as scope:
            assert scope.read_from == PRIMARY


@pytest.mark.parametrize("name", [PRIMARY, REPLICA])
def test_a_row_of_a_shard_is_written_in_an_action_only(name: str) -> None:
    row = Liked(account_id=SHARD, post_id=1, made_id=1)
    with on_database(name), pytest.raises(OutsideAction):
        row.save(force_insert=True)
    with on_shard(SHARD), pytest.raises(OutsideAction):
        Liked.objects.filter(account_id=SHARD).delete()


def test_an_action_pins_its_shard_before_anybody_hears_of_it() -> None:
    heard: list[bytes] = []
    with action_on(SHARD):
        transaction.on_commit(lambda: heard.append(client().get(pin_key(SHARD))), using=PRIMARY)
        assert client().get(pin_key(SHARD)) is None
    database, position = heard[0].decode().split()
    assert (database, int(position) > 0, client().get(pin_key(OTHER))) == (PRIMARY, True, None)
    assert chosen(SHARD) == PRIMARY
    replayed(position)
    assert chosen(SHARD) == REPLICA


def test_an_action_that_fails_pins_nothing() -> None:
    with pytest.raises(ZeroDivisionError), action_on(SHARD):
        _ = 1 // 0
    assert client().get(pin_key(SHARD)) is None


def test_of_two_actions_at_once_the_later_pin_stays_whoever_writes_it_last() -> None:
    def kept(*pins: tuple[str, int]) -> bytes:
        client().delete(pin_key(SHARD))
        for database, position in pins:
            run_script(RAISE, [pin_key(SHARD)], database, position, 60)
        answer: bytes = client().get(pin_key(SHARD))
        return answer

    assert kept((PRIMARY, 100), (PRIMARY, 99)) == kept((PRIMARY, 99), (PRIMARY, 100)) == b"shard1 100"
    assert kept((PRIMARY, 2**63), (PRIMARY, 2**63 - 1)) == f"shard1 {2**63}".encode()
    assert kept((PRIMARY, 100), ("shard2", 5)) == b"shard2 5"


def test_without_redis_actions_go_on_and_the_primary_is_read() -> None:
    with redis_away():
        pin(SHARD, PRIMARY)
        assert chosen(SHARD) == PRIMARY
    assert chosen(SHARD) == PRIMARY, "after a failure this process leaves the replica alone for a moment"


def test_a_replica_that_failed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with replicas_allowed():
        assert leave_out_replicas() is False
        assert read_from({PRIMARY: [SHARD]}) == {PRIMARY: REPLICA}
        assert leave_out_replicas() is True
        assert read_from({PRIMARY: [SHARD]}) == {PRIMARY: PRIMARY}
    monkeypatch.setattr("tintype.sharding.replicas._out_until", {})
    assert chosen(SHARD) == REPLICA
