"""Comments that answer comments, their likes; pins, bookmarks, quiet posts."""

from contextlib import suppress
from uuid import uuid4

import pytest

from tests.threads import together
from tintype.graph.actions import block
from tintype.lib.errors import NotFound
from tintype.lib.paging import Page
from tintype.notify.queries import activity
from tintype.photos.actions import comment, delete_comment, delete_post
from tintype.photos.comment_likes import comment_likers, like_comment, liked_comments_among, unlike_comment
from tintype.photos.errors import PinRefused
from tintype.photos.limits import MOST_PINNED
from tintype.photos.models import CommentLike
from tintype.photos.pins import pin, unpin
from tintype.photos.queries import pinned_posts, visible_post
from tintype.photos.quiet import make_loud, make_quiet, quiet_among
from tintype.photos.records import PostRecord
from tintype.photos.saving import bookmark, bookmarked_among, bookmarks, unbookmark
from tintype.photos.threads import around, thread, visible_comment, visible_comments
from tintype.sharding.scope import on_shard_of_id
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def post_of(member: Member) -> PostRecord:
    post = visible_post(member.id, make_post(member.id))
    assert post
    return post


def say(member: Member, post_id: int, text: str = "Nice", parent_id: int = 0) -> int:
    return comment(member.id, post_id, text, uuid4().hex, parent_id).id


def ids(page: Page[int]) -> list[int]:
    return list(page.items)


def test_what_is_said_before_and_after_a_comment_is_found_by_whom_each_answers(alice: Member, bob: Member) -> None:
    post = post_of(alice)
    first = say(bob, post.id)
    aside = say(bob, post.id)
    second = say(alice, post.id, parent_id=first)
    third = say(bob, post.id, parent_id=second)
    said = thread(None, post)
    assert [one.id for one in said] == [first, aside, second, third]
    _, middle = visible_comment(None, second)
    assert (middle.parent_id, middle.parent_author_id) == (first, bob.id)
    before, after = around(middle, said)
    assert ([one.id for one in before], [one.id for one in after]) == ([first], [third])
    delete_comment(bob.id, post.id, first)
    _, middle = visible_comment(None, second)
    assert (middle.parent_id, middle.parent_author_id) == (0, 0)


def test_a_comment_answers_one_under_the_same_post(alice: Member) -> None:
    here, elsewhere = post_of(alice), post_of(alice)
    parent = say(alice, elsewhere.id)
    with pytest.raises(NotFound):
        say(alice, here.id, parent_id=parent)


def test_comments_are_seen_with_their_post_unless_a_block_is_between(
    alice: Member, bob: Member, charlie: Member
) -> None:
    narrow = make_post(alice.id, visibility="followers")
    wide = make_post(alice.id)
    hidden, shown = say(alice, narrow), say(bob, wide)
    viewers = (alice.id, bob.id, charlie.id, None)
    assert [set(visible_comments(viewer, [hidden, shown, 1])) for viewer in viewers] == [
        {hidden, shown},
        {shown},
        {shown},
        {shown},
    ]
    block(bob.id, charlie.id)
    assert visible_comments(charlie.id, [shown]) == {}


def test_a_comment_is_liked_once_and_its_author_is_told(alice: Member, bob: Member, charlie: Member) -> None:
    post = post_of(alice)
    comment_id = say(bob, post.id)
    for _ in range(2):
        like_comment(charlie.id, comment_id)
    like_comment(alice.id, comment_id)
    run_tasks()
    assert visible_comment(None, comment_id)[1].like_count == 2
    assert [person.id for person in comment_likers(None, comment_id, None, 10).items] == [alice.id, charlie.id]
    assert liked_comments_among(charlie.id, [comment_id]) == {comment_id}
    assert [(note.kind, note.actor.id) for note in activity(bob.id, None, 10).items] == [
        ("like", alice.id),
        ("like", charlie.id),
    ]
    for _ in range(2):
        unlike_comment(charlie.id, comment_id)
    run_tasks()
    assert visible_comment(None, comment_id)[1].like_count == 1
    assert [note.actor.id for note in activity(bob.id, None, 10).items] == [alice.id]
    delete_comment(bob.id, post.id, comment_id)
    run_tasks()
    assert list(activity(bob.id, None, 10).items) == []


def test_a_comment_out_of_sight_is_not_liked(alice: Member, charlie: Member) -> None:
    comment_id = say(alice, make_post(alice.id, visibility="followers"))
    for change in (like_comment, unlike_comment):
        with pytest.raises(NotFound):
            change(charlie.id, comment_id)
    assert visible_comment(alice.id, comment_id)[1].like_count == 0


def test_pins_stand_last_pinned_first_and_are_few(alice: Member, bob: Member) -> None:
    posts = [make_post(alice.id) for _ in range(MOST_PINNED + 1)]
    for post_id in posts[:-1]:
        pin(alice.id, post_id)
    with pytest.raises(PinRefused, match="Up to 5"):
        pin(alice.id, posts[-1])
    pin(alice.id, posts[0])
    assert [post.id for post in pinned_posts(None, alice.person)] == [posts[0], *posts[4:0:-1]]
    unpin(alice.id, posts[0])
    pin(alice.id, posts[-1])
    assert pinned_posts(bob.id, alice.person)[0].id == posts[-1]
    block(alice.id, bob.id)
    assert pinned_posts(bob.id, alice.person) == []


def test_only_ones_own_wide_posts_are_pinned(alice: Member, bob: Member) -> None:
    post_id, direct = make_post(alice.id), make_post(alice.id, visibility="direct")
    for change in (pin, unpin):
        with pytest.raises(NotFound):
            change(bob.id, post_id)
    with pytest.raises(PinRefused, match="direct"):
        pin(alice.id, direct)


def test_bookmarks_are_ones_own_last_kept_first(alice: Member, bob: Member) -> None:
    one, two = make_post(alice.id), make_post(alice.id)
    for post_id in (two, one, one):
        bookmark(bob.id, post_id)
    assert ids(bookmarks(bob.id, None, 10)) == [one, two]
    first = bookmarks(bob.id, None, 1)
    assert (ids(first), ids(bookmarks(bob.id, first.next, 1))) == ([one], [two])
    assert ids(bookmarks(alice.id, None, 10)) == []
    unbookmark(bob.id, one)
    assert bookmarked_among(bob.id, [one, two]) == {two}


def test_a_post_is_quiet_for_whom_made_it_so(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    for _ in range(2):
        make_quiet(alice.id, post_id)
    assert (quiet_among(alice.id, [post_id]), quiet_among(bob.id, [post_id])) == ({post_id}, set())
    make_loud(alice.id, post_id)
    assert quiet_among(alice.id, [post_id]) == set()


def test_likes_that_come_while_a_comment_is_deleted_leave_nothing_behind(alice: Member) -> None:
    likers = [make_member("liker") for _ in range(3)]
    for delete in ("comment", "post"):
        post_id = make_post(alice.id)
        said = say(alice, post_id)

        def gone(post_id: int = post_id, said: int = said, delete: str = delete) -> None:
            if delete == "comment":
                delete_comment(alice.id, post_id, said)
            else:
                delete_post(alice.id, post_id)

        def liked(member: Member, said: int = said) -> None:
            with suppress(NotFound):
                like_comment(member.id, said)

        together([gone, *(lambda member=member: liked(member) for member in likers)])
        with on_shard_of_id(said):
            assert not CommentLike.objects.filter(comment_id=said).exists()
