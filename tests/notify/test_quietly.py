"""Mutes, quiet posts, answers, shares, and people of whose every post one wants to be told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.notify.told import told, told_after_tasks
from tintype.graph.actions import follow
from tintype.graph.mutes.actions import mute, unmute
from tintype.notify.queries import activity
from tintype.photos.actions import comment, delete_comment, like
from tintype.photos.comment_likes import like_comment, unlike_comment
from tintype.photos.edits import edit_comment
from tintype.photos.quiet import make_loud, make_quiet
from tintype.photos.shares.actions import share, unshare
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def say(member: Member, post_id: int, text: str, parent_id: int = 0) -> int:
    return comment(member.id, post_id, text, uuid4().hex, parent_id).id


def test_whom_one_mutes_is_not_heard_of_while_the_mute_lasts(alice: Member, bob: Member, charlie: Member) -> None:
    posts = [make_post(alice.id) for _ in range(3)]
    like(bob.id, posts[0])
    run_tasks()
    mute(alice.id, bob.id)
    like(bob.id, posts[1])
    like(charlie.id, posts[1])
    assert told_after_tasks(alice) == [("like", charlie.username)]
    unmute(alice.id, bob.id)
    # What was done meanwhile is not told afterwards.
    assert told_after_tasks(alice) == [("like", charlie.username), ("like", bob.username)]
    like(bob.id, posts[2])
    assert ("like", bob.username) in told_after_tasks(alice)[:1]


def test_a_mute_of_feeds_alone_or_one_that_has_ended_keeps_nobody_from_telling(alice: Member, bob: Member) -> None:
    posts = [make_post(alice.id) for _ in range(2)]
    mute(alice.id, bob.id, with_notifications=False)
    like(bob.id, posts[0])
    assert told_after_tasks(alice) == [("like", bob.username)]
    mute(alice.id, bob.id, until=timezone.now() - timedelta(seconds=1))
    like(bob.id, posts[1])
    assert told_after_tasks(alice) == [("like", bob.username)] * 2


def test_of_a_quiet_post_one_is_told_nothing_and_of_others_all(alice: Member, bob: Member, charlie: Member) -> None:
    quiet, other = make_post(alice.id), make_post(alice.id)
    make_quiet(alice.id, quiet)
    for post_id in (quiet, other):
        say(bob, post_id, f"@{charlie.username}")
        like(bob.id, post_id)
    run_tasks()
    assert {record.post_id for record in activity(alice.id, None, 10).items} == {other}
    assert {record.post_id for record in activity(charlie.id, None, 10).items} == {quiet, other}
    make_loud(alice.id, quiet)
    say(charlie, quiet, "Hello")
    assert told_after_tasks(alice)[0] == ("comment", charlie.username)


def test_whoever_is_answered_is_told_once_also_where_the_answer_names_them(
    alice: Member, bob: Member, charlie: Member
) -> None:
    post_id = make_post(alice.id)
    first = say(bob, post_id, "A cat?")
    run_tasks()
    answer = say(charlie, post_id, f"@{bob.username} A dog.", first)
    assert told_after_tasks(bob) == [("comment", charlie.username)]
    assert told(alice) == [("comment", charlie.username), ("comment", bob.username)]
    say(alice, post_id, "A bird.", answer)
    assert told_after_tasks(charlie) == [("comment", alice.username)]
    delete_comment(charlie.id, post_id, answer)
    assert told_after_tasks(bob) == []
    assert told(alice) == [("comment", bob.username)]


def test_a_like_of_a_comment_is_told_to_its_author_until_it_or_the_comment_goes(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    comment_id = say(bob, post_id, "Nice")
    like_comment(alice.id, comment_id)
    assert told_after_tasks(bob) == [("like", alice.username)]
    unlike_comment(alice.id, comment_id)
    assert told_after_tasks(bob) == []
    like_comment(alice.id, comment_id)
    run_tasks()
    delete_comment(bob.id, post_id, comment_id)
    assert told_after_tasks(bob) == told(alice) == []


def test_what_was_told_says_what_the_comment_says_now(alice: Member, bob: Member, charlie: Member) -> None:
    comment_id = say(bob, make_post(alice.id), "Nize")
    run_tasks()
    before = activity(alice.id, None, 1).items[0]
    edit_comment(bob.id, comment_id, f"Nice, @{charlie.username}")
    assert told_after_tasks(charlie) == [("mention", bob.username)]
    after = activity(alice.id, None, 2).items
    assert [(record.id, record.text) for record in after] == [(before.id, f"Nice, @{charlie.username}")]


def test_the_owner_is_told_of_a_share_until_it_is_taken_back(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    share(bob.id, post_id)
    assert told_after_tasks(alice) == [("share", bob.username)]
    assert activity(alice.id, None, 1).items[0].post_id == post_id
    unshare(bob.id, post_id)
    assert told_after_tasks(alice) == []


def test_those_who_want_it_are_told_of_each_post_that_they_may_see(
    alice: Member, bob: Member, charlie: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud = [make_member("loud") for _ in range(3)]
    for member in loud:
        follow(member.id, alice.id, is_loud=True)
    follow(bob.id, alice.id)
    run_tasks()
    monkeypatch.setattr("tintype.notify.tasks.LOUD_BATCH", 2)
    make_post(alice.id, visibility="followers")
    run_tasks()
    assert [told(member) for member in loud] == [[("post", alice.username)]] * 3
    assert told(bob) == told(charlie) == []
    make_post(alice.id, f"@{loud[0].username}", visibility="direct")
    make_post(alice.id, f"@{loud[0].username}")
    run_tasks()
    kinds = [("mention", alice.username), ("mention", alice.username), ("post", alice.username)]
    assert told(loud[0]) == kinds
    assert told(loud[1]) == [("post", alice.username)] * 2
