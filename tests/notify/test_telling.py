"""Who is told of what: once, and taken back when it is taken back."""

from uuid import uuid4

import pytest

from tests.notify.told import told, told_after_tasks
from tintype.graph.actions import approve, block, decline, follow, unfollow
from tintype.notify.queries import activity
from tintype.photos.actions import comment, delete_comment, delete_post, like, unlike
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def say(member: Member, post_id: int, text: str) -> int:
    return comment(member.id, post_id, text, uuid4().hex).id


@pytest.fixture
def post_id(alice: Member) -> int:
    return make_post(alice.id, "A cat")


def test_the_owner_is_told_of_a_like_once(alice: Member, bob: Member, charlie: Member, post_id: int) -> None:
    for _ in range(2):
        like(bob.id, post_id)
    like(alice.id, post_id)
    assert told_after_tasks(alice) == [("like", bob.username)]
    record = activity(alice.id, None, 1).items[0]
    assert (record.post_id, record.text, record.is_read) == (post_id, "", False)
    assert record.thumb
    assert record.thumb.at(150)
    assert told(bob) == told(charlie) == []


def test_a_like_taken_back_is_not_told_any_more_and_one_given_again_is_told_anew(
    alice: Member, bob: Member, charlie: Member, post_id: int
) -> None:
    like(bob.id, post_id)
    run_tasks()
    like(charlie.id, post_id)
    assert told_after_tasks(alice) == [("like", charlie.username), ("like", bob.username)]
    unlike(bob.id, post_id)
    assert told_after_tasks(alice) == [("like", charlie.username)]
    like(bob.id, post_id)
    assert told_after_tasks(alice) == [("like", bob.username), ("like", charlie.username)]


def test_a_like_taken_back_before_anybody_was_told_is_never_told(alice: Member, bob: Member, post_id: int) -> None:
    like(bob.id, post_id)
    unlike(bob.id, post_id)
    assert told_after_tasks(alice) == []


def test_each_comment_is_told_with_its_text_until_it_is_deleted(alice: Member, bob: Member, post_id: int) -> None:
    first, second = say(bob, post_id, "One"), say(bob, post_id, "Two " + "x" * 500)
    say(alice, post_id, "Mine")
    run_tasks()
    texts = [record.text for record in activity(alice.id, None, 10).items]
    assert texts == ["Two " + "x" * 196, "One"]
    delete_comment(bob.id, post_id, first)
    assert told_after_tasks(alice) == [("comment", bob.username)]
    delete_comment(alice.id, post_id, second)
    assert told_after_tasks(alice) == []


def test_a_new_follower_is_told_and_a_former_one_is_not(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    assert told_after_tasks(alice) == [("follow", bob.username)]
    assert told(bob) == []
    unfollow(bob.id, alice.id)
    assert told_after_tasks(alice) == []


def test_a_request_becomes_a_follower_and_whoever_asked_is_told(bob: Member, charlie: Member) -> None:
    private = make_member("private", is_private=True)
    for member in (bob, charlie):
        follow(member.id, private.id)
        run_tasks()
    assert told(private) == [("request", charlie.username), ("request", bob.username)]
    approve(private.id, bob.id)
    assert told_after_tasks(private) == [("follow", bob.username), ("request", charlie.username)]
    assert told(bob) == [("approved", private.username)]
    decline(private.id, charlie.id)
    assert told_after_tasks(private) == [("follow", bob.username)]
    assert told(charlie) == []


def test_an_approval_is_not_told_any_more_once_the_follower_was_taken_away(bob: Member) -> None:
    private = make_member("private", is_private=True)
    follow(bob.id, private.id)
    approve(private.id, bob.id)
    decline(private.id, bob.id)
    run_tasks()
    assert told(private) == []


def test_people_mentioned_in_a_caption_are_told_each_once(alice: Member, bob: Member, charlie: Member) -> None:
    names = f"@{bob.username} @{bob.username.upper()} and @{alice.username} and @nobody_at_all"
    post_id = make_post(alice.id, names)
    assert told_after_tasks(bob) == [("mention", alice.username)]
    assert [record.text for record in activity(bob.id, None, 10).items] == [names]
    assert told(alice) == told(charlie) == []
    delete_post(alice.id, post_id)
    assert told_after_tasks(bob) == []


def test_people_mentioned_in_a_comment_are_told_and_its_owner_of_the_comment_alone(
    alice: Member, bob: Member, charlie: Member, post_id: int
) -> None:
    comment_id = say(bob, post_id, f"@{charlie.username} and @{alice.username}, look; says @{bob.username}")
    assert told_after_tasks(charlie) == [("mention", bob.username)]
    assert told(alice) == [("comment", bob.username)]
    assert told(bob) == []
    delete_comment(bob.id, post_id, comment_id)
    assert told_after_tasks(charlie) == told(alice) == []


def test_a_mention_opens_no_door(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    names = f"@{bob.username} @{charlie.username}"
    post_id = make_post(alice.id, names, visibility="followers")
    say(bob, post_id, f"@{charlie.username}!")
    run_tasks()
    assert told(charlie) == []
    assert ("mention", alice.username) in told(bob)


@pytest.mark.parametrize("who", ["mentioned blocks", "author blocks"])
def test_a_block_keeps_a_mention_under_somebody_elses_post_away(
    alice: Member, bob: Member, charlie: Member, post_id: int, who: str
) -> None:
    if who == "mentioned blocks":
        block(charlie.id, bob.id)
    else:
        block(bob.id, charlie.id)
    say(bob, post_id, f"@{charlie.username}")
    assert told_after_tasks(charlie) == []
    assert told(alice) == [("comment", bob.username)]


def test_a_deleted_post_takes_everything_with_it_that_was_told_of_it(
    alice: Member, bob: Member, charlie: Member, post_id: int
) -> None:
    kept = make_post(alice.id, "Another cat")
    for of in (post_id, kept):
        like(bob.id, of)
        say(bob, of, f"@{charlie.username}")
    run_tasks()
    assert len(told(alice)) == 4
    assert len(told(charlie)) == 2
    delete_post(alice.id, post_id)
    run_tasks()
    assert {record.post_id for record in activity(alice.id, None, 10).items} == {kept}
    assert sorted(told(alice)) == [("comment", bob.username), ("like", bob.username)]
    assert told(charlie) == [("mention", bob.username)]
