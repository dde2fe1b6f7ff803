"""Whose a post is, through what people do: at once, without Redis, after Redis was lost, and once it is deleted."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.away import lose_redis, redis_away
from tests.deep.looking import assert_mended
from tests.feed.helpers import delete_row
from tests.queries import counted
from tintype.photos.actions import delete_post
from tintype.photos.owners import queries
from tintype.photos.owners.kept import drop, forget, look_up, put
from tintype.photos.owners.queries import owner_of, owners_in_shards, owners_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

pytestmark = pytest.mark.usefixtures("objects")


def asked(post_ids: list[int]) -> int:
    """How many statements it takes to learn whose these are."""
    with counted() as statements:
        owners_of(post_ids)
    return statements.queries


def test_the_owner_of_a_new_post_is_known_without_asking_a_shard(alice: Member) -> None:
    post_id = make_post(alice.id)
    assert asked([post_id]) == 0
    assert owner_of(post_id) == alice.id


def test_many_are_answered_at_once(alice: Member, bob: Member) -> None:
    owners = {make_post(member.id): member.id for member in (alice, bob) for _ in range(3)}
    assert asked(list(owners)) == 0
    assert owners_of([*owners, *owners]) == owners


@pytest.mark.parametrize("count", [1, 3])
def test_what_redis_lost_is_asked_of_the_shards_once(alice: Member, count: int) -> None:
    owners = {make_post(alice.id): alice.id for _ in range(count)}
    lose_redis()
    assert asked(list(owners)) == 1
    assert owners_of(owners) == owners
    assert asked(list(owners)) == 0


def test_a_post_that_is_deleted_in_a_browser_has_no_owner_at_once(alice: Member) -> None:
    post_id = make_post(alice.id)
    alice.client.post(f"/p/{post_id}/delete/")
    assert look_up([post_id]) == {post_id: None}
    assert owner_of(post_id) is None
    assert asked([post_id]) == 0


def test_who_read_the_post_just_before_its_deletion_does_not_bring_it_back(
    alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_id = make_post(alice.id)
    drop([post_id])

    def read_and_then_deleted(wanted: list[int]) -> dict[int, int]:
        found = owners_in_shards(wanted)
        assert delete_post(alice.id, post_id)
        return found

    monkeypatch.setattr(queries, "owners_in_shards", read_and_then_deleted)
    assert owner_of(post_id) == alice.id  # it was when it was asked
    monkeypatch.undo()
    assert owner_of(post_id) is None


def test_without_redis_the_shards_answer(alice: Member) -> None:
    with redis_away():
        post_id = make_post(alice.id)
        assert owner_of(post_id) == alice.id
    assert look_up([post_id]) == {}
    assert owner_of(post_id) == alice.id


def test_a_deletion_while_redis_is_away_reaches_the_map_later(alice: Member) -> None:
    post_id = make_post(alice.id)
    with redis_away():
        delete_post(alice.id, post_id)
        assert owner_of(post_id) is None
    run_tasks()
    assert look_up([post_id]) == {post_id: None}


def test_the_whole_map_is_rebuilt_from_the_shards(alice: Member, bob: Member) -> None:
    owners = {make_post(member.id): member.id for member in (alice, bob)}
    gone = make_post(alice.id)
    delete_post(alice.id, gone)
    lose_redis()
    shown = io.StringIO()
    call_command("rebuild_owners", stdout=shown)
    assert look_up([*owners, gone]) == owners
    posts = int(shown.getvalue().split()[-2].replace(",", ""))
    assert posts >= 2


def test_without_redis_the_rebuild_says_so(alice: Member) -> None:
    make_post(alice.id)
    with redis_away(), pytest.raises(CommandError, match="Redis is away"):
        call_command("rebuild_owners")


def test_the_deep_check_finds_what_the_map_has_wrong_and_mends_it(alice: Member, bob: Member) -> None:
    ghost, revived, taken, lost = (make_post(alice.id) for _ in range(4))
    delete_row(alice.id, ghost)
    forget([revived])
    other = alice.id + 8192
    drop([taken, lost])
    put({taken: other})
    assert_mended(
        (ghost, revived, taken, lost),
        f"Post {ghost} is deleted, but is account {alice.id}'s by the owner map.",
        f"Post {revived} is account {alice.id}'s, but is deleted by the owner map.",
        f"Post {taken} is account {alice.id}'s, but is account {other}'s by the owner map.",
    )
    assert owners_of([ghost, revived, taken, lost]) == dict.fromkeys([revived, taken, lost], alice.id)
