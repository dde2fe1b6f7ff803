"""What a home feed shows: own posts and those of the followed, newest first, and hearts."""

from tests.feed.helpers import ids, insert_and_push, lose_feed
from tests.queries import counted
from tintype.feed.queries import home
from tintype.graph.actions import follow
from tintype.photos.actions import delete_post, like, unlike
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def test_a_follower_sees_a_post_and_a_stranger_does_not(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == ids(charlie) == []
    post_id = make_post(alice.id)
    run_tasks()
    assert ids(alice) == ids(bob) == [post_id]
    assert ids(charlie) == []


def test_posts_of_several_people_come_newest_first(alice: Member, bob: Member, charlie: Member) -> None:
    follow(charlie.id, alice.id)
    follow(charlie.id, bob.id)
    posts = [make_post(member.id) for member in (alice, bob, charlie, alice, bob)]
    run_tasks()
    assert ids(charlie) == posts[::-1]
    assert ids(alice) == [posts[3], posts[0]]
    owners = [entry.by_id for entry in home(charlie.id, None, 10).entries]
    assert owners == [bob.id, alice.id, charlie.id, bob.id, alice.id]


def test_ones_own_post_is_there_before_any_task_has_run(alice: Member) -> None:
    assert ids(alice) == []
    post_id = make_post(alice.id)
    assert ids(alice) == [post_id]
    run_tasks()
    assert ids(alice) == [post_id]


def test_a_deleted_post_leaves_every_feed(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    posts = [make_post(alice.id) for _ in range(3)]
    run_tasks()
    assert ids(bob) == posts[::-1]
    delete_post(alice.id, posts[1])
    run_tasks()
    assert ids(bob) == ids(alice) == [posts[2], posts[0]]


def test_ones_own_like_is_marked_at_once_and_others_see_no_mark(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    follow(charlie.id, alice.id)
    posts = [make_post(alice.id) for _ in range(3)]
    run_tasks()

    def marks(member: Member) -> list[bool]:
        return [entry.is_liked for entry in home(member.id, None, 10).entries]

    assert marks(bob) == marks(charlie) == [False, False, False]
    like(bob.id, posts[1])
    assert (marks(bob), marks(charlie)) == ([False, True, False], [False, False, False])
    lose_feed(bob)
    assert marks(bob) == [False, True, False]
    run_tasks()
    assert marks(bob) == [False, True, False]
    unlike(bob.id, posts[1])
    assert marks(bob) == [False, False, False]
    run_tasks()
    assert marks(bob) == [False, False, False]


def test_a_liked_post_that_is_pushed_later_is_marked(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == []
    post_id = make_post(alice.id)
    like(bob.id, post_id)
    run_tasks()
    assert [(entry.post_id, entry.is_liked) for entry in home(bob.id, None, 10).entries] == [(post_id, True)]


def test_a_warm_feed_asks_no_database(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == []
    for count in (1, 3):
        while len(ids(bob)) < count:
            insert_and_push(alice, bob)
        with counted() as warm:
            assert len(ids(bob, limit=20)) == count
        assert warm.queries == 0


def test_the_page_after_the_last_thing_is_the_end(alice: Member) -> None:
    posts = [make_post(alice.id) for _ in range(3)]
    page = home(alice.id, None, 3)
    assert ([entry.post_id for entry in page.entries], page.next) == (posts[::-1], None)
    page = home(alice.id, None, 2)
    assert page.next == str(posts[1])
    page = home(alice.id, page.next, 2)
    assert ([entry.post_id for entry in page.entries], page.next) == ([posts[0]], None)
    page = home(alice.id, str(posts[0]), 2)
    assert (page.entries, page.next) == ([], None)


def test_a_cursor_that_makes_no_sense_starts_at_the_newest(alice: Member) -> None:
    post_id = make_post(alice.id)
    for cursor in ("", "0", "-1", "x", "9" * 30, "1.5", "٣"):
        assert ids(alice, cursor) == [post_id]
