"""The door to posts and the lists behind it. Who may see what is crossed out in full in tests/matrix."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.queries import counted
from tintype.accounts.actions import update_profile
from tintype.accounts.models import Account
from tintype.accounts.tasks import forget_person
from tintype.graph.actions import approve, block, follow, unblock
from tintype.lib.paging import Page, Span
from tintype.photos.actions import comment, delete_post, like
from tintype.photos.queries import (
    comments,
    liked_among,
    liked_posts,
    likers,
    posts_of,
    recent_posts,
    rendered_posts,
    visible_post,
    visible_posts,
    visible_profile,
)
from tintype.photos.records import PostRecord
from tintype.photos.timelines import tagged
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

MOST = 2**63 - 1

Unpaged = Callable[[], Page[object]]
Paged = Callable[[str | None], Page[PostRecord]]


def grid(viewer: Member | None, owner: Member) -> list[int]:
    return [post.id for post in posts_of(viewer.id if viewer else None, owner.person, None, 100).items]


def test_posts_for_followers_are_for_followers(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    public, narrow = make_post(alice.id), make_post(alice.id, visibility="followers")
    both = [narrow, public]
    assert [grid(viewer, alice) for viewer in (alice, bob, charlie, None)] == [both, both, [public], [public]]
    seen = [set(visible_posts(viewer, both)) for viewer in (alice.id, bob.id, charlie.id, None)]
    assert seen == [set(both), set(both), {public}, {public}]


def test_everything_of_a_private_account_is_for_its_followers(bob: Member, charlie: Member) -> None:
    owner = make_member("private", is_private=True)
    follow(bob.id, owner.id)
    follow(charlie.id, owner.id)
    approve(owner.id, bob.id)
    post_id = make_post(owner.id)
    viewers = (owner.id, bob.id, charlie.id, None)
    assert [visible_post(viewer, post_id) is not None for viewer in viewers] == [True, True, False, False]
    assert [visible_profile(viewer, owner.person) for viewer in viewers] == [True, True, False, False]
    update_profile(owner.id, name="", bio="", is_private=False)
    assert [visible_post(viewer, post_id) is not None for viewer in viewers] == [True] * 4
    update_profile(owner.id, name="", bio="", is_private=True)
    assert [visible_post(viewer, post_id) is not None for viewer in viewers] == [True, True, False, False]


def test_a_block_hides_either_way_until_it_ends(alice: Member, bob: Member) -> None:
    theirs, mine = make_post(alice.id), make_post(bob.id)
    for blocker, blocked in ((alice, bob), (bob, alice)):
        block(blocker.id, blocked.id)
        assert visible_posts(bob.id, [theirs, mine]).keys() == {mine}
        assert visible_posts(alice.id, [theirs, mine]).keys() == {theirs}
        assert grid(bob, alice) == grid(alice, bob) == []
        unblock(blocker.id, blocked.id)
    assert visible_posts(bob.id, [theirs, mine]).keys() == {theirs, mine}


def test_posts_of_whom_was_shut_out_are_not_there(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    like(bob.id, post_id)
    run_tasks()
    Account.objects.filter(id=alice.id).update(is_active=False)
    forget_person.call(alice.id)
    assert [visible_post(viewer, post_id) for viewer in (None, alice.id, bob.id)] == [None] * 3
    assert list(liked_posts(bob.id, None, 10).items) == []


def test_missing_and_impossible_ids_are_simply_not_there(alice: Member) -> None:
    post_id = make_post(alice.id)
    assert visible_posts(alice.id, [post_id, post_id, 1, MOST]).keys() == {post_id}
    assert visible_posts(None, []) == {}
    assert visible_post(None, MOST) is None


@pytest.mark.parametrize("photos", [1, 3])
def test_posts_cost_the_same_whether_one_or_three_of_one_photo_or_three(
    alice: Member, bob: Member, photos: int
) -> None:
    one, *more = (make_post(alice.id, photos=photos) for _ in range(3))
    visible_post(bob.id, one)
    # Posts, photos; what the owners say of the viewer, whom the viewer blocks.
    for ids in ([one], [one, *more]):
        with counted() as asked:
            assert len(visible_posts(bob.id, ids)) == len(ids)
        assert asked.queries == 4
        with counted() as asked:
            assert len(visible_posts(None, ids)) == len(ids)
        assert asked.queries == 2


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_with_one_thing_and_with_three(count: int) -> None:
    owner, viewer = make_member("owner"), make_member("viewer")
    tag = unique_name("tag")
    ids = [make_post(owner.id, f"#{tag}") for _ in range(count)]
    likers_of = [make_member("liker") for _ in range(count)]
    for post_id in ids:
        like(viewer.id, post_id)
    for liker in likers_of:
        like(liker.id, ids[0])
        comment(liker.id, ids[0], "Hi", uuid4().hex)
    run_tasks()
    post = visible_post(viewer.id, ids[0])
    assert post
    found = {}
    lists: dict[str, Unpaged] = {
        "grid": lambda: posts_of(viewer.id, owner.person, None, 10),
        "liked": lambda: liked_posts(viewer.id, None, 10),
        "tagged": lambda: tagged(viewer.id, tag, None, 10),
        "comments": lambda: comments(viewer.id, post, None, 10),
        "likers": lambda: likers(viewer.id, post, None, 10),
    }
    for name, show in lists.items():
        show()
        with counted() as asked:
            length = len(show().items)
        found[name] = (asked.queries, length)
    assert found == {
        "grid": (4, count),
        "liked": (5, count),
        "tagged": (6, count),
        "comments": (3, count),
        "likers": (3, count + 1),
    }


def test_lists_page_without_gaps(alice: Member) -> None:
    tag = unique_name("tag")
    ids = [make_post(alice.id, f"#{tag}") for _ in range(5)][::-1]
    for post_id in ids[::-1]:
        like(alice.id, post_id)
    run_tasks()
    lists: list[Paged] = [
        lambda before: posts_of(None, alice.person, before, 2),
        lambda before: tagged(None, tag, before, 2),
        lambda before: liked_posts(alice.id, before, 2),
    ]
    for show in lists:
        shown: list[int] = []
        cursor: str | None = None
        pages = 0
        while pages == 0 or cursor:
            page = show(cursor)
            shown += [post.id for post in page.items]
            cursor, pages = page.next, pages + 1
        assert (shown, pages) == (ids, 3)


def test_comments_are_newest_first_without_whom_a_block_stands_between(
    alice: Member, bob: Member, charlie: Member
) -> None:
    post_id = make_post(alice.id)
    for member in (bob, charlie, bob):
        comment(member.id, post_id, member.username, uuid4().hex)
    post = visible_post(None, post_id)
    assert post

    def texts(viewer: int | None) -> list[str]:
        return [found.text for found in comments(viewer, post, None, 10).items]

    assert texts(None) == [bob.username, charlie.username, bob.username]
    block(charlie.id, bob.id)
    assert texts(charlie.id) == [charlie.username]
    assert texts(bob.id) == [bob.username] * 2
    assert texts(alice.id) == [bob.username, charlie.username, bob.username]
    first = comments(None, post, None, 2)
    second = comments(None, post, first.next, 2)
    assert [len(first.items), len(second.items), second.next] == [2, 1, None]


def test_what_was_liked_and_may_not_be_seen_any_more_is_left_out(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    public, narrow, gone = make_post(alice.id), make_post(alice.id, visibility="followers"), make_post(alice.id)
    for post_id in (public, narrow, gone):
        like(bob.id, post_id)
    run_tasks()
    assert liked_among(bob.id, [public, narrow, gone, 1]) == {public, narrow, gone}
    delete_post(alice.id, gone)
    block(alice.id, bob.id)
    unblock(alice.id, bob.id)
    assert [post.id for post in liked_posts(bob.id, None, 10).items] == [public]


def test_a_hashtag_shows_public_posts_of_public_accounts(alice: Member, bob: Member) -> None:
    tag = unique_name("tag")
    private = make_member("private", is_private=True)
    public = make_post(alice.id, f"#{tag.upper()} and #{tag}")
    make_post(alice.id, f"#{tag}", visibility="followers")
    make_post(private.id, f"#{tag}")
    run_tasks()
    for viewer in (None, bob.id, alice.id, private.id):
        assert [post.id for post in tagged(viewer, tag, None, 10).items] == [public]
    block(alice.id, bob.id)
    assert list(tagged(bob.id, tag, None, 10).items) == []


def test_recent_posts_of_many_are_the_newest_of_all(alice: Member, bob: Member) -> None:
    ids = [make_post(member.id) for member in (alice, bob, alice, bob)]
    rows = [(ids[3], bob.id), (ids[2], alice.id), (ids[1], bob.id), (ids[0], alice.id)]
    assert recent_posts([alice.id, bob.id], Span(), 10) == rows
    assert recent_posts([alice.id, bob.id], Span(before=ids[3]), 2) == rows[1:3]
    assert recent_posts([alice.id, bob.id], Span(after=ids[0]), 2) == rows[:2]
    assert recent_posts([alice.id, bob.id], Span(after=ids[0], from_below=True), 2) == rows[1:3]
    assert recent_posts([], Span(), 10) == []


def test_a_post_is_rendered_once_for_all_and_anew_after_each_change(alice: Member, bob: Member) -> None:
    ids = [make_post(alice.id), make_post(alice.id)]
    made: list[int] = []

    def render(post: PostRecord) -> bytes:
        made.append(post.id)
        return f"{post.owner.display_name} {post.like_count} {post.comment_count}".encode()

    def shown() -> dict[int, bytes]:
        return rendered_posts(bob.id, ids, render)

    rest = shown()[ids[1]]
    assert rest == f"{alice.username} 0 0".encode()
    assert sorted(made) == ids
    with counted() as warm:
        assert rendered_posts(None, ids, render) == shown()
    assert (warm.queries, len(made)) == (0, 2)
    like(bob.id, ids[0])
    comment(bob.id, ids[0], "Hi", "key")
    assert shown() == {ids[0]: f"{alice.username} 1 1".encode(), ids[1]: rest}
    update_profile(alice.id, name="Alice", bio="", is_private=False)
    assert shown() == {ids[0]: b"Alice 1 1", ids[1]: b"Alice 0 0"}
    delete_post(alice.id, ids[1])
    assert shown() == {ids[0]: b"Alice 1 1"}
