"""Moves that are not begun, said in words that help."""

import pytest
from django.db import connections

from tests.moves.conftest import another, home_of
from tests.moves.watch import Watch
from tintype.sharding.models import LogicalShard, Move
from tintype.sharding.moves.errors import MoveRefused, MoveStopped
from tintype.sharding.moves.fences import SET
from tintype.sharding.moves.numbers import read_numbers
from tintype.sharding.moves.plan import plan_moves, unfinished
from tintype.sharding.moves.run import carry_out, roll_back
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member


@pytest.mark.parametrize("text", ["", "x", "-3", "3-", "5-4", "8192", "0-8192", "1,,2", "1-2-3", "+1"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(MoveRefused):
        read_numbers(text)


def test_numbers_ranges_and_lists() -> None:
    assert read_numbers("17") == [17]
    assert read_numbers("8190-8191, 3,1-3") == [1, 2, 3, 8190, 8191]


def test_a_database_that_is_not_there(alice: Member) -> None:
    for name in ("nowhere", "default"):
        with pytest.raises(MoveRefused, match=f"There is no database {name}: it is one of shard1, shard2"):
            plan_moves([shard_of(alice.id)], name)


def test_a_shard_that_is_there_already(alice: Member) -> None:
    with pytest.raises(MoveRefused, match=r"live in .* already"):
        plan_moves([shard_of(alice.id)], home_of(alice))
    assert unfinished() == []


def test_a_shard_that_moves_already(alice: Member) -> None:
    shard, target = shard_of(alice.id), another(home_of(alice))
    (move,) = plan_moves([shard], target)
    with pytest.raises(MoveRefused, match=f"Shard {shard} moves already"):
        plan_moves([shard, 3], target)
    assert Move.objects.filter(ended_at=None).count() == 1
    roll_back(move, Watch())
    assert not LogicalShard.objects.filter(is_moving=True).exists()


def test_two_movers_at_one_move(alice: Member) -> None:
    (move,) = plan_moves([shard_of(alice.id)], another(home_of(alice)))

    def come_between() -> None:
        for do in (carry_out, roll_back):
            with pytest.raises(MoveStopped, match="Another process is at work"):
                do(Move.objects.get(id=move.id), Watch())

    watch = Watch(copying=come_between)
    carry_out(move, watch)
    assert move.step == "done"


def test_a_shard_that_has_left_its_source(alice: Member) -> None:
    """The map is wrong, as after its server was lost with its last moments: what is at the true place stays there."""
    source, target, shard = home_of(alice), another(home_of(alice)), shard_of(alice.id)
    (move,) = plan_moves([shard], target)
    with connections[source].cursor() as cursor:
        cursor.execute(SET, [[shard], 0, target])
    for do in (carry_out, roll_back):
        with pytest.raises(MoveStopped, match=f"shards {shard} live in {source}, which says that they have moved away"):
            do(move, Watch())
    with connections[target].cursor() as cursor:
        cursor.execute("SELECT moved_to FROM sharding_fence WHERE shard = %s", [shard])
        assert cursor.fetchall() == []
    with connections[source].cursor() as cursor:
        cursor.execute("DELETE FROM sharding_fence WHERE shard = %s", [shard])
    roll_back(move, Watch())
    assert move.step == "rolled back"
    with connections[source].cursor() as cursor:
        cursor.execute(SET, [[shard], 0, target])
        with pytest.raises(MoveStopped, match="which says that they have moved away"):
            plan_moves([shard], target)
        cursor.execute("DELETE FROM sharding_fence WHERE shard = %s", [shard])
    assert unfinished() == []
