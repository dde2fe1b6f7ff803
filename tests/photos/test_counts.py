"""The numbers on a profile: remembered, and right at once when they change."""

import pytest

from tests.away import redis_away
from tests.queries import counted
from tintype.graph.actions import approve, block, decline, follow, unfollow
from tintype.photos.actions import delete_post
from tintype.photos.counts import Counts, counts, counts_of
from tintype.sharding.databases import shard_databases
from tintype.sharding.ids import made_at
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post


def follows(member: Member) -> tuple[int, int]:
    now = counts(member.id)
    return now.followers, now.following


def test_follows_count_at_once_on_both_sides(alice: Member, bob: Member, charlie: Member) -> None:
    assert (follows(alice), follows(bob), follows(charlie)) == ((0, 0), (0, 0), (0, 0))
    follow(bob.id, alice.id)
    assert (follows(alice), follows(bob), follows(charlie)) == ((1, 0), (0, 1), (0, 0))
    unfollow(bob.id, alice.id)
    assert (follows(alice), follows(bob)) == ((0, 0), (0, 0))
    follow(bob.id, alice.id)
    follow(alice.id, bob.id)
    assert (follows(alice), follows(bob)) == ((1, 1), (1, 1))
    block(alice.id, bob.id)
    assert (follows(alice), follows(bob)) == ((0, 0), (0, 0))


def test_who_only_asks_does_not_count(bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    for asking in (bob, charlie):
        follow(asking.id, private.id)
    assert (follows(private), follows(bob)) == ((0, 0), (0, 0))
    approve(private.id, bob.id)
    decline(private.id, charlie.id)
    assert (follows(private), follows(bob), follows(charlie)) == ((1, 0), (0, 1), (0, 0))


def test_posts_count_at_once_with_the_time_of_the_newest(alice: Member) -> None:
    assert counts(alice.id) == Counts(0, 0, 0, None)
    first, second = make_post(alice.id), make_post(alice.id, visibility="followers")
    assert counts(alice.id) == Counts(2, 0, 0, made_at(second))
    delete_post(alice.id, second)
    assert counts(alice.id) == Counts(1, 0, 0, made_at(first))


@pytest.mark.parametrize("many", [1, 3])
def test_many_people_cost_two_queries_a_database_and_none_once_known(many: int) -> None:
    people = [make_member("counted") for _ in range(many)]
    ids = [person.id for person in people]
    with redis_away():
        expected = counts_of(ids)
    with counted() as cold:
        assert counts_of([*ids, ids[0]]) == expected
    assert 2 <= cold.queries <= 2 * len(shard_databases())
    with counted() as warm:
        assert counts_of(ids) == expected
    assert warm.queries == 0
    assert counts_of([]) == {}
