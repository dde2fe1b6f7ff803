"""Rows and fences that do not agree with the shard map."""

import pytest

from tests.deep.looking import assert_left, assert_mended, said, sql, sql_on
from tintype.sharding.actions import set_moving
from tintype.sharding.databases import shard_databases
from tintype.sharding.map import database_of
from tintype.sharding.models import Move
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member

FENCE = "INSERT INTO sharding_fence (shard, move_id, moved_to) VALUES (%s, 1, %s)"


@pytest.fixture
def shard(map_given_back: None, alice: Member) -> int:
    """Alice's; its marks in the map and its fences are as before when the test is over."""
    return shard_of(alice.id)


@pytest.fixture
def elsewhere(shard: int) -> str:
    return next(database for database in shard_databases() if database != database_of(shard))


def lay_down(database: str, account: int) -> None:
    sql_on(database, "INSERT INTO graph_followercount (account_id, followers) VALUES (%s, 3)", account)


def lies_in(database: str, account: int) -> bool:
    return sql_on(database, "SELECT true FROM graph_followercount WHERE account_id = %s", account) or False


def test_rows_that_a_move_left_behind_are_deleted(alice: Member, shard: int, elsewhere: str) -> None:
    lay_down(elsewhere, alice.id)
    sql_on(elsewhere, FENCE, shard, database_of(shard))
    said_so = f"{elsewhere} holds rows of logical shard {shard}, which lives in {database_of(shard)}"
    assert_mended((f"shard {shard}",), f"{said_so}: 1 in graph_followercount, left over from a move.")
    assert not lies_in(elsewhere, alice.id)


def test_rows_in_a_place_that_never_gave_them_away_are_left_to_a_person(
    alice: Member, shard: int, elsewhere: str
) -> None:
    lay_down(elsewhere, alice.id)
    said_so = f"{elsewhere} holds rows of logical shard {shard}, which lives in {database_of(shard)}"
    why = "It was never moved from here, so no repair deletes them."
    assert_left((f"shard {shard}",), f"{said_so}: 1 in graph_followercount. {why}")
    assert lies_in(elsewhere, alice.id)
    sql_on(elsewhere, "DELETE FROM graph_followercount WHERE account_id = %s", alice.id)


def test_a_shard_that_moves_lies_in_both_places_and_has_its_fence(alice: Member, shard: int, elsewhere: str) -> None:
    lay_down(elsewhere, alice.id)
    sql(shard, FENCE, shard, "")
    Move.objects.create(shards=[shard], source=database_of(shard), target=elsewhere)
    set_moving([shard], True)  # noqa: FBT003 - as its signature
    assert said(f"shard {shard}") == []
    sql_on(elsewhere, "DELETE FROM graph_followercount WHERE account_id = %s", alice.id)


def test_a_mark_of_moving_without_a_move_is_taken_away(shard: int) -> None:
    set_moving([shard], True)  # noqa: FBT003 - as its signature
    said_so = f"Logical shard {shard} is marked as moving, but no move of it is under way."
    assert_mended((f"shard {shard}",), said_so)


def test_a_fence_without_a_move_is_taken_away(shard: int) -> None:
    home = database_of(shard)
    sql(shard, FENCE, shard, "")
    assert_mended((f"shard {shard}",), f"{home} has a fence for logical shard {shard}, which does not move.")


def test_a_map_that_did_not_hear_of_a_switch_follows_the_fence(shard: int, elsewhere: str) -> None:
    home = database_of(shard)
    sql(shard, FENCE, shard, elsewhere)
    said_so = f"The map says that logical shard {shard} lives in {home}, which gave it away to {elsewhere}."
    assert said(f"shard {shard}") == [said_so]
    assert_mended((f"shard {shard}",), said_so)
    assert database_of(shard) == elsewhere


def test_two_places_that_each_gave_a_shard_to_the_other_are_left_to_a_person(shard: int, elsewhere: str) -> None:
    home = database_of(shard)
    sql(shard, FENCE, shard, elsewhere)
    sql_on(elsewhere, FENCE, shard, home)
    said_so = f"The map says that logical shard {shard} lives in {home}, which gave it away to {elsewhere}."
    assert_left((f"shard {shard}",), said_so)
