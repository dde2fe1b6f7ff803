"""Moves that go wrong on their way: the shard is served all the while, and each can be ended or undone."""

import time

import pytest
from django.db import connections
from psycopg import Connection, OperationalError

from tests.moves.conftest import another, home_of, move_to
from tests.moves.rows import lose_a_like, rows
from tests.moves.watch import Watch
from tintype.photos.actions import like, unlike
from tintype.sharding.databases import shard_databases
from tintype.sharding.models import LogicalShard, Move
from tintype.sharding.moves import run, steps, switch, verify
from tintype.sharding.moves.ends import connected
from tintype.sharding.moves.errors import MoveStopped
from tintype.sharding.moves.replication import drop_source_end, drop_subscription
from tintype.sharding.moves.run import carry_out, roll_back
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member

NOTHING_LEFT = """
    SELECT slot_name::text FROM pg_replication_slots WHERE database = current_database()
    UNION ALL SELECT pubname::text FROM pg_publication
    UNION ALL SELECT subname::text FROM pg_subscription
    WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION ALL SELECT shard::text FROM sharding_fence WHERE moved_to = ''
"""


def check_nothing_is_left() -> None:
    """No slot keeps a server's log, and no shard is thought to move."""
    for database in shard_databases():
        with connections[database].cursor() as cursor:
            cursor.execute(NOTHING_LEFT)
            assert cursor.fetchall() == []
    assert not LogicalShard.objects.filter(is_moving=True).exists()


class Cut(Exception):
    """The mover was cut off here."""


def cut() -> None:
    raise Cut


def test_a_row_that_was_lost_on_the_way_is_found_before_the_switch(
    alice: Member, post: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "LOOK_SECONDS", 0)
    source, target = home_of(alice), another(home_of(alice))
    before = rows(source, shard_of(alice.id))
    watch = Watch(**{target: lambda: lose_a_like(target, post)})
    with pytest.raises(MoveStopped, match=r"2 rows are not the same at the target:\n  photos_like .* is missing"):
        move_to(alice, target, watch)
    assert home_of(alice) == source
    (move,) = Move.objects.filter(ended_at=None)
    carry_out(move, Watch())
    assert rows(target, shard_of(alice.id)) == before
    check_nothing_is_left()


def test_a_row_that_is_lost_in_the_pause_is_found_and_the_source_keeps_it(
    alice: Member, post: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = home_of(alice), another(home_of(alice))
    raised = switch._open_target

    def lossy(end: Connection, move: Move, tick: int) -> None:
        lose_a_like(target, post)
        raised(end, move, tick)

    monkeypatch.setattr(switch, "_open_target", lossy)
    with pytest.raises(MoveStopped, match=f"The shards are served by {target}, and {source} keeps its rows"):
        move_to(alice, target)
    assert home_of(alice) == target
    assert len(rows(source, shard_of(alice.id))["photos_like"]) == 2
    (move,) = Move.objects.filter(ended_at=None)
    with pytest.raises(MoveStopped, match=r"live in .* already"):
        roll_back(move, Watch())
    # Somebody mends it, after which the move can be ended.
    for liker in [row[1] for row in rows(source, shard_of(alice.id))["photos_like"]]:
        like(int(str(liker)), post)
    carry_out(move, Watch())
    check_nothing_is_left()


def test_what_people_do_after_the_switch_is_no_difference(alice: Member, bob: Member, post: int) -> None:
    target = another(home_of(alice))
    move = move_to(alice, target, Watch(switched=lambda: unlike(bob.id, post)))
    assert (move.step, len(rows(target, shard_of(alice.id))["photos_like"])) == ("done", 1)


def test_what_people_do_after_the_switch_is_none_for_a_mover_that_comes_back(
    alice: Member, bob: Member, post: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = another(home_of(alice))
    with pytest.raises(Cut):
        move_to(alice, target, Watch(switched=cut))
    unlike(bob.id, post)
    (move,) = Move.objects.filter(ended_at=None)
    watch = Watch()
    carry_out(move, watch)
    assert "2 rows were changed or deleted since the switch" in watch.said
    check_nothing_is_left()


def test_one_at_a_time_works_on_a_move(alice: Member) -> None:
    with pytest.raises(Cut):
        move_to(alice, another(home_of(alice)), Watch(comparing=cut))
    (move,) = Move.objects.filter(ended_at=None)
    with connected("default") as directory:
        directory.execute(run.ONE_MOVER, [move.id])
        with pytest.raises(MoveStopped, match="Another process is at work on this move"):
            roll_back(move, Watch())
    roll_back(move, Watch())
    check_nothing_is_left()


@pytest.mark.parametrize("last", ["copying", "following", "comparing"])
def test_undone_before_the_switch(alice: Member, bob: Member, post: int, last: str) -> None:
    source, target = home_of(alice), another(home_of(alice))
    with pytest.raises(Cut):
        move_to(alice, target, Watch(**{target if last == "following" else last: cut}))
    (move,) = Move.objects.filter(ended_at=None)
    roll_back(move, Watch())
    assert (home_of(alice), move.step) == (source, "rolled back")
    assert not any(rows(target, shard_of(alice.id)).values())
    assert unlike(bob.id, post).like_count == 1
    check_nothing_is_left()
    assert move_to(alice, target).step == "done"


def test_a_pause_that_stands_still_is_ended_by_the_source(
    alice: Member, bob: Member, post: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the mover is stopped: writers go on at the source, and the mover finds that nothing was switched."""
    monkeypatch.setattr(switch, "STILL_MS", 300)
    source, target = home_of(alice), another(home_of(alice))
    raised, stills = switch._open_target, [True]

    def standing_still(end: Connection, move: Move, tick: int) -> None:
        raised(end, move, tick)
        if stills.pop() if stills else False:
            time.sleep(0.5)
            assert unlike(bob.id, post).like_count == 1
            assert home_of(alice) == source

    monkeypatch.setattr(switch, "_open_target", standing_still)
    watch = Watch()
    move = move_to(alice, target, watch)
    assert [line for line in watch.said if "next try" in line]
    assert (move.step, len(rows(target, shard_of(alice.id))["photos_like"])) == ("done", 1)


def test_the_answer_to_the_commit_is_lost(alice: Member, post: int, monkeypatch: pytest.MonkeyPatch) -> None:
    target = another(home_of(alice))
    raised = switch._switch

    def losing_the_answer(writer: Connection, move: Move) -> None:
        raised(writer, move)
        writer.execute("COMMIT")
        writer.close()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(switch, "_switch", losing_the_answer)
    move = move_to(alice, target)
    assert (move.step, home_of(alice)) == ("done", target)


def test_the_first_who_writes_after_the_switch_tells_the_map(
    alice: Member, bob: Member, post: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mover was killed between the switch and the map."""
    source, target = home_of(alice), another(home_of(alice))
    monkeypatch.setattr(steps, "_set_place", lambda _: cut())
    with pytest.raises(Cut):
        move_to(alice, target)
    assert home_of(alice) == source
    assert unlike(bob.id, post).like_count == 1
    assert home_of(alice) == target
    monkeypatch.undo()
    (move,) = Move.objects.filter(ended_at=None)
    with pytest.raises(MoveStopped, match=r"live in .* already"):
        roll_back(move, Watch())
    carry_out(move, Watch())
    assert len(rows(target, shard_of(alice.id))["photos_like"]) == 1
    check_nothing_is_left()


def test_a_slot_that_is_gone_begins_the_copy_anew(alice: Member, post: int) -> None:
    """As after the source was replaced by its replica."""
    source, target = home_of(alice), another(home_of(alice))
    with pytest.raises(Cut):
        move_to(alice, target, Watch(**{target: cut}))
    (move,) = Move.objects.filter(ended_at=None)
    with connected(source) as end:
        drop_source_end(end, move)
    watch = Watch()
    carry_out(move, watch)
    assert "the copy is gone with a server that was replaced; it begins anew" in watch.said
    assert move.step == "done"
    check_nothing_is_left()


def test_a_target_that_cannot_take_the_rows(alice: Member, post: int) -> None:
    """As when its disk is full."""
    source, target = home_of(alice), another(home_of(alice))
    before = rows(source, shard_of(alice.id))
    with connections[target].cursor() as cursor:
        cursor.execute("ALTER TABLE photos_like ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    try:
        with pytest.raises(MoveStopped, match=f"{target} cannot take the rows; the end of its PostgreSQL's log"):
            move_to(alice, target)
    finally:
        with connections[target].cursor() as cursor:
            cursor.execute("ALTER TABLE photos_like DROP CONSTRAINT full_disk")
    assert home_of(alice) == source
    (move,) = Move.objects.filter(ended_at=None)
    carry_out(move, Watch())
    assert rows(target, shard_of(alice.id)) == before
    check_nothing_is_left()


def test_undone_when_the_target_is_gone_for_good(
    alice: Member, bob: Member, post: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its database was taken out of the topology; the source no longer keeps its log for it."""
    source, target = home_of(alice), another(home_of(alice))
    with pytest.raises(Cut):
        move_to(alice, target, Watch(**{target: cut}))
    (move,) = Move.objects.filter(ended_at=None)
    with monkeypatch.context() as context:
        context.setattr(run, "shard_databases", lambda: (source,))
        context.setattr(run, "_clean_target", None)
        run.roll_back(move, Watch())
    assert (home_of(alice), move.step, unlike(bob.id, post).like_count) == (source, "rolled back", 1)
    with connected(target) as end:
        drop_subscription(end, move)
    check_nothing_is_left()


@pytest.mark.parametrize("step", [Move.Step.SWITCHED, Move.Step.VERIFIED])
def test_a_directory_that_has_forgotten_how_far_a_move_came(alice: Member, post: int, step: Move.Step) -> None:
    """It was lost with its last moments, in which the shard had moved there and back: nothing is deleted."""
    source, target = home_of(alice), another(home_of(alice))
    before = rows(source, shard_of(alice.id))
    there = move_to(alice, target)
    move_to(alice, source)
    Move.objects.filter(id=there.id).update(step=step, ended_at=None)
    with pytest.raises(MoveStopped, match=f"live in {target}, which says that they have moved away"):
        carry_out(there, Watch())
    assert rows(source, shard_of(alice.id)) == before
    Move.objects.filter(id=there.id).update(step=Move.Step.DONE, ended_at=there.started_at)
