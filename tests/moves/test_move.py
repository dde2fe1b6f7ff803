"""A logical shard in its new place is what it was in the old one."""

from django.db import connections

from tests.moves.conftest import another, home_of, move_to
from tests.moves.rows import rows
from tintype.photos.actions import unlike
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of, shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def test_every_row_moves_and_nothing_is_left_behind(alice: Member, post: int) -> None:
    source, shard = home_of(alice), shard_of(alice.id)
    target = another(source)
    before = rows(source, shard)
    assert {"photos_post", "photos_photo", "photos_like", "photos_liked", "photos_comment"} <= {
        name for name, found in before.items() if found
    }
    move = move_to(alice, target)
    assert (home_of(alice), move.step, rows(target, shard)) == (target, "done", before)
    assert not any(rows(source, shard).values())
    assert 0 < (move.pause_ms or 0) < 5000
    # And back, over the fence that stands where it comes to.
    move_to(alice, source)
    assert (home_of(alice), rows(source, shard)) == (source, before)


def test_a_person_goes_on_where_they_were(alice: Member, bob: Member, post: int) -> None:
    move_to(alice, another(home_of(alice)))
    assert "lovely" in bob.client.get(f"/p/{post}/").content.decode()
    assert unlike(bob.id, post).like_count == 1
    make_post(alice.id, "from the new place")
    run_tasks()
    assert "from the new place" in bob.client.get("/").content.decode()


def test_ids_made_at_the_new_place_are_larger(alice: Member) -> None:
    """Also when the clock of the old server was a minute ahead."""
    source = home_of(alice)
    try:
        turn_ids(source, "last_value + (60000 << 10)")
        with action_of(alice.id):
            before = next_id()
        move_to(alice, another(source))
        with action_of(alice.id):
            after = next_id()
    finally:
        # Other tests expect that what is made later on any database has the larger id.
        for database in (source, another(source)):
            turn_ids(database, "least(last_value, id_clock() << 10)")
    assert after > before
    assert shard_of(alice.id) == (after >> 10) & 8191


def turn_ids(database: str, tick: str) -> None:
    with connections[database].cursor() as cursor:
        cursor.execute(f"SELECT setval('id_tick', {tick}) FROM id_tick")  # noqa: S608 - an expression of this file


def test_what_an_earlier_try_left_at_the_target_goes_first(alice: Member, post: int) -> None:
    source, shard = home_of(alice), shard_of(alice.id)
    before = rows(source, shard)
    with connections[another(source)].cursor() as cursor:
        cursor.execute("INSERT INTO photos_liked (account_id, post_id, made_id) VALUES (%s, 1, 1)", [alice.id])
    move_to(alice, another(source))
    assert rows(another(source), shard) == before
