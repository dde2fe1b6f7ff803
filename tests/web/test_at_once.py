"""Whatever one just did one sees at once, before any worker has run a task."""

import pytest

from tests.web.asking import HTMX, body, comment_form, post_form
from tests.web.counting import member_on
from tintype.graph.actions import follow
from tintype.photos.actions import comment, like
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture(params=[("shard1", "shard1"), ("shard1", "shard2"), ("shard2", "shard1")], ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[Member, Member]:
    """Who acts and on whom, on one physical database and on two."""
    here, there = request.param
    return member_on(here), member_on(there)


def see(member: Member, path: str) -> str:
    return body(member.client.get(path))


def test_a_post_is_in_ones_own_feed_and_profile(alice: Member) -> None:
    see(alice, "/")  # a feed that stands already
    photo = make_photo(alice.id)
    address = alice.client.post("/posts/", post_form([photo], "fresh"))["Location"]
    assert [address in see(alice, path) for path in ("/", f"/@{alice.username}/")] == [True, True]
    assert "fresh" in see(alice, address)


def test_a_deleted_post_is_nowhere(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post = make_post(alice.id)
    run_tasks()
    assert [f"/p/{post}/" in see(member, "/") for member in (alice, bob)] == [True, True]
    alice.client.post(f"/p/{post}/delete/")
    places = [see(alice, "/"), see(alice, f"/@{alice.username}/"), see(bob, "/"), see(bob, f"/@{alice.username}/")]
    assert [f"/p/{post}/" in place for place in places] == [False] * 4


def test_following_fills_the_feed_and_stopping_empties_it(pair: tuple[Member, Member]) -> None:
    me, other = pair
    post = make_post(other.id)
    see(me, "/")
    me.client.post(f"/@{other.username}/follow/", {"follow": "1"})
    assert f"/p/{post}/" in see(me, "/")
    assert f"/@{other.username}/" in see(me, f"/@{me.username}/following/")
    me.client.post(f"/@{other.username}/follow/", {"follow": "0"})
    assert f"/p/{post}/" not in see(me, "/")
    assert f"/@{other.username}/" not in see(me, f"/@{me.username}/following/")


def test_being_approved_opens_the_feed(pair: tuple[Member, Member]) -> None:
    owner, asking = pair
    owner.client.post("/settings/", {"is_private": "on"})
    post = make_post(owner.id)
    asking.client.post(f"/@{owner.username}/follow/", {"follow": "1"})
    assert f"/p/{post}/" not in see(asking, "/")
    owner.client.post(f"/requests/{asking.username}/", {"decision": "approve"})
    assert f"/p/{post}/" in see(asking, "/")
    assert f"/@{asking.username}/" in see(owner, f"/@{owner.username}/followers/")


def test_a_block_hides_at_once_and_both_ways(pair: tuple[Member, Member]) -> None:
    me, other = pair
    posts = {member.id: make_post(member.id) for member in pair}
    for one, two in ((me, other), (other, me)):
        follow(one.id, two.id)
        comment(one.id, posts[two.id], f"said by {one.username}", "key")
        assert f"/p/{posts[two.id]}/" in see(one, "/")
    me.client.post(f"/@{other.username}/block/", {"block": "1"})
    for one, two in ((me, other), (other, me)):
        assert f"/p/{posts[two.id]}/" not in see(one, "/")
        assert one.client.get(f"/p/{posts[two.id]}/").status_code == 404
        assert f"said by {two.username}" not in see(one, f"/p/{posts[one.id]}/")
        assert f"/@{two.username}/" not in see(one, f"/@{one.username}/following/")
    me.client.post(f"/@{other.username}/block/", {"block": "0"})
    assert me.client.get(f"/p/{posts[other.id]}/").status_code == 200
    assert f"/p/{posts[other.id]}/" not in see(me, "/")  # the follow is gone for good


def pressed(page: str, post: int) -> bool:
    return 'aria-pressed="true"' in page.split(f'id="like-{post}"')[1].split(">", maxsplit=1)[0]


def test_a_like_and_its_end_show_in_the_feed(pair: tuple[Member, Member]) -> None:
    me, other = pair
    follow(me.id, other.id)
    post = make_post(other.id)
    run_tasks()
    for value, shown in (("1", True), ("0", False), ("1", True)):
        see(me, "/")
        me.client.post(f"/p/{post}/like/", {"liked": value}, headers=HTMX)
        feed, page = see(me, "/"), see(me, f"/p/{post}/")
        assert [pressed(feed, post), pressed(page, post)] == [shown, shown]
        assert [f'href="/p/{post}/likes/">1<' in place for place in (feed, page)] == [shown, shown]
        assert pressed(see(other, "/"), post) is False


def test_a_comment_and_its_end_show_on_the_page_and_in_the_feed(pair: tuple[Member, Member]) -> None:
    me, other = pair
    follow(me.id, other.id)
    post = make_post(other.id)
    run_tasks()
    see(me, "/")
    place = me.client.post(f"/p/{post}/comments/", comment_form("just now"))["Location"]
    assert "just now" in see(me, f"/p/{post}/")
    assert 'aria-label="Comments: 1"' in see(me, "/")
    me.client.post(f"/p/{post}/comments/{place.split('#c')[1]}/delete/")
    assert "just now" not in see(me, f"/p/{post}/")
    assert 'aria-label="Comments: 0"' in see(me, "/")


def test_turning_private_closes_the_door_behind(alice: Member, bob: Member, charlie: Member) -> None:
    post = make_post(alice.id, f"#tag{alice.id}")
    follow(bob.id, alice.id)
    run_tasks()
    for member in (bob, charlie):
        see(member, f"/p/{post}/")
        see(member, f"/t/tag{alice.id}/")
    alice.client.post("/settings/", {"is_private": "on"})
    assert [member.client.get(f"/p/{post}/").status_code for member in (bob, charlie)] == [200, 404]
    assert f"/p/{post}/" not in see(charlie, f"/@{alice.username}/")
    assert f"/p/{post}/" not in see(charlie, f"/t/tag{alice.id}/")
    assert f"/p/{post}/" in see(bob, "/")


def test_reading_the_news_takes_the_number_away(alice: Member, bob: Member) -> None:
    like(bob.id, make_post(alice.id))
    run_tasks()
    assert 'data-count="1"' in see(alice, "/")
    see(alice, "/activity/")
    assert 'data-count="0"' in see(alice, "/")
