"""Likes, comments and deletion: once each, counted right, by whom they may be."""

from contextlib import suppress
from uuid import uuid4

import pytest

from tests.threads import together
from tintype.graph.actions import block, follow
from tintype.lib.errors import NotFound
from tintype.photos import actions
from tintype.photos.actions import comment, delete_comment, delete_post, like, unlike
from tintype.photos.errors import CommentRefused
from tintype.photos.models import Comment, Like, Photo, Post
from tintype.photos.queries import comments, is_liked, liked_posts, likers, visible_post
from tintype.photos.records import PostRecord
from tintype.sharding.scope import on_shard_of_id
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture
def post_id(alice: Member) -> int:
    return make_post(alice.id)


def say(member: Member, post_id: int, text: str = "Nice") -> int:
    return comment(member.id, post_id, text, uuid4().hex).id


def seen(post_id: int) -> PostRecord:
    post = visible_post(None, post_id)
    assert post
    return post


def rows(post_id: int) -> tuple[int, int]:
    """Likes and comments that there are."""
    with on_shard_of_id(post_id):
        return Like.objects.filter(post_id=post_id).count(), Comment.objects.filter(post_id=post_id).count()


def test_a_like_is_counted_once_and_taken_back_once(bob: Member, charlie: Member, post_id: int) -> None:
    assert [like(bob.id, post_id).like_count for _ in range(2)] == [1, 1]
    assert like(charlie.id, post_id).like_count == 2
    assert [unlike(bob.id, post_id).like_count for _ in range(2)] == [1, 1]
    assert seen(post_id).like_count == rows(post_id)[0] == 1
    assert [is_liked(viewer, post_id) for viewer in (bob.id, charlie.id, None)] == [False, True, False]


def test_twenty_windows_at_once_leave_the_count_of_the_rows(post_id: int) -> None:
    members = [make_member("liker") for _ in range(5)]

    def clicks(member: Member, count: int) -> None:
        for number in range(count):
            (unlike if number % 2 else like)(member.id, post_id)

    together([lambda member=member, count=count: clicks(member, count) for member in members for count in (1, 2, 3, 4)])  # type: ignore[misc]
    assert seen(post_id).like_count == rows(post_id)[0]
    for member in members:
        like(member.id, post_id)
    assert seen(post_id).like_count == rows(post_id)[0] == 5
    run_tasks()
    assert [[post.id for post in liked_posts(member.id, None, 10).items] for member in members] == [[post_id]] * 5


def test_what_may_not_be_seen_can_be_neither_liked_nor_commented_on(alice: Member, bob: Member) -> None:
    hidden = make_post(alice.id, visibility="followers")
    gone = make_post(alice.id)
    delete_post(alice.id, gone)
    for post_id in (hidden, gone, 1, 2**63 - 1):
        for action in (like, unlike, lambda viewer, post_id: comment(viewer, post_id, "Hi", "key")):
            with pytest.raises(NotFound):
                action(bob.id, post_id)
    assert rows(hidden) == (0, 0)


def test_a_like_while_the_post_is_deleted_leaves_nothing(alice: Member, bob: Member) -> None:
    for _ in range(5):
        post_id = make_post(alice.id)

        def try_to(action: object, viewer: int, post_id: int = post_id) -> None:
            with suppress(NotFound):
                action(viewer, post_id)  # type: ignore[operator]

        like(bob.id, post_id)
        together(
            [lambda: try_to(delete_post, alice.id), lambda: try_to(unlike, bob.id), lambda: try_to(like, alice.id)]
        )
        assert visible_post(alice.id, post_id) is None
        assert rows(post_id) == (0, 0)
    run_tasks()


def test_comments_are_counted_and_the_same_form_makes_one(alice: Member, bob: Member, post_id: int) -> None:
    key = uuid4().hex
    first = comment(bob.id, post_id, "  Nice \r\n one\0 ", key)
    assert comment(bob.id, post_id, "other text", key) == first
    assert (first.text, first.author, first.post_id) == ("Nice \n one", bob.person, post_id)
    assert comment(alice.id, post_id, "same key", key).id != first.id
    assert seen(post_id).comment_count == 2
    shown = comments(None, seen(post_id), None, 10)
    assert [found.text for found in shown.items] == ["same key", "Nice \n one"]


def test_the_same_comment_sent_by_ten_windows_at_once_is_one(bob: Member, post_id: int) -> None:
    key = uuid4().hex
    made = together([lambda: comment(bob.id, post_id, "Nice", key).id] * 10)
    assert len(set(made)) == 1
    assert seen(post_id).comment_count == rows(post_id)[1] == 1


def test_a_comment_on_a_post_deleted_a_moment_ago_is_not_made(
    alice: Member, bob: Member, post_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(text: str) -> str:
        delete_post(alice.id, post_id)
        return text

    monkeypatch.setattr(actions, "cleaned_comment", interrupted)
    with pytest.raises(NotFound):
        say(bob, post_id)
    assert rows(post_id) == (0, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write something first."),
        (" \n\t\u3000", "Write something first."),
        ("\0\x07\u200b\u2060", "Write something first."),
        ("x" * 1001, "The comment has 1,001 characters; 1,000 fit."),
    ],
)
def test_a_comment_that_says_nothing_or_too_much_is_refused(bob: Member, post_id: int, text: str, message: str) -> None:
    with pytest.raises(CommentRefused) as refused:
        say(bob, post_id, text)
    assert str(refused.value) == message
    assert rows(post_id) == (0, 0)


def test_a_comment_is_deleted_by_its_author_or_the_posts_owner(
    alice: Member, bob: Member, charlie: Member, post_id: int
) -> None:
    first, second = say(bob, post_id), say(bob, post_id)
    other_post = make_post(charlie.id)
    assert delete_comment(charlie.id, post_id, first) is False
    assert delete_comment(charlie.id, other_post, first) is False
    assert rows(post_id) == (0, 2)
    assert delete_comment(bob.id, post_id, first) is True
    assert delete_comment(bob.id, post_id, first) is False
    assert delete_comment(alice.id, post_id, second) is True
    assert (seen(post_id).comment_count, rows(post_id)) == (0, (0, 0))


def test_one_can_still_delete_ones_comment_once_a_block_hides_the_post(
    alice: Member, bob: Member, post_id: int
) -> None:
    made = say(bob, post_id)
    block(alice.id, bob.id)
    assert visible_post(bob.id, post_id) is None
    assert delete_comment(bob.id, post_id, made) is True


def test_a_post_is_deleted_by_its_owner_with_all_that_hangs_on_it(
    alice: Member, bob: Member, charlie: Member, post_id: int
) -> None:
    other = make_post(alice.id)
    like(bob.id, post_id)
    say(charlie, post_id)
    assert [delete_post(viewer, post_id) for viewer in (bob.id, charlie.id)] == [False, False]
    assert rows(post_id) == (1, 1)
    assert delete_post(alice.id, post_id) is True
    assert delete_post(alice.id, post_id) is False
    assert visible_post(alice.id, post_id) is None
    assert rows(post_id) == (0, 0)
    with on_shard_of_id(post_id):
        assert Photo.objects.filter(post_id=post_id).count() == 0
        assert list(Post.objects.filter(owner_id=alice.id).values_list("id", flat=True)) == [other]
    run_tasks()
    assert list(liked_posts(bob.id, None, 10).items) == []


def test_likers_are_newest_first_without_whom_a_block_stands_between(
    alice: Member, bob: Member, charlie: Member, post_id: int
) -> None:
    follow(bob.id, alice.id)
    for member in (alice, bob, charlie):
        like(member.id, post_id)
    post = seen(post_id)

    def names(viewer: int | None) -> list[str]:
        return [person.username for person in likers(viewer, post, None, 10).items]

    assert names(None) == [charlie.username, bob.username, alice.username]
    block(bob.id, charlie.id)
    assert names(bob.id) == [bob.username, alice.username]
    assert names(charlie.id) == [charlie.username, alice.username]
    first = likers(None, post, None, 2)
    second = likers(None, post, first.next, 2)
    assert [person.id for person in (*first.items, *second.items)] == [charlie.id, bob.id, alice.id]
    assert second.next is None
