"""How far a timeline is read: said by one app, known to the others and to the pages."""

from tests.api.client import api_of, told
from tintype.notify.queries import unread_count
from tintype.notify.reading import mark_read
from tintype.photos.actions import like
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

MARKERS = "/api/v1/markers"
BOTH = {"timeline[]": ["home", "notifications"]}


def test_a_marker_that_nobody_set_is_not_there(alice: Member) -> None:
    api = api_of(alice)
    assert told(api.get(MARKERS, BOTH)) == {}
    assert told(api.get(MARKERS)) == {}


def test_a_marker_is_where_it_was_put_last_and_counts_its_moves(alice: Member, bob: Member) -> None:
    api = api_of(alice)
    told(api.post(MARKERS, {"home": {"last_read_id": "105"}}))
    moved = told(api.client.post(MARKERS, {"home[last_read_id]": "103"}, headers=api.headers))
    assert moved.keys() == {"home"}
    told(api.post(MARKERS, {"notifications": {"last_read_id": 7}}))
    found = told(api.get(MARKERS, BOTH))
    assert found["home"] == moved["home"]
    assert [(one["last_read_id"], one["version"]) for one in found.values()] == [("103", 2), ("7", 1)]
    assert told(api.get(MARKERS, {"timeline[]": "home"})) == moved
    assert told(api_of(bob).get(MARKERS, BOTH)) == {}


def test_what_was_read_in_an_app_is_not_new_on_the_pages_and_the_other_way_round(alice: Member, bob: Member) -> None:
    api = api_of(alice)
    posts = [make_post(alice.id) for _ in range(3)]
    for post_id in posts[:2]:
        like(bob.id, post_id)
        run_tasks()
    assert unread_count(alice.id) == 2
    # Far beyond all that was told: only what was told counts as seen.
    told(api.post(MARKERS, {"notifications": {"last_read_id": str(2**62)}}))
    assert unread_count(alice.id) == 0
    told(api.post(MARKERS, {"notifications": {"last_read_id": "1"}}))
    assert unread_count(alice.id) == 0
    like(bob.id, posts[2])
    run_tasks()
    assert unread_count(alice.id) == 1
    mark_read(alice.id)
    marker = told(api.get(MARKERS, BOTH))["notifications"]
    assert (int(marker["last_read_id"]) > 1, marker["version"]) == (True, 3)


def test_a_marker_that_is_no_id_is_refused_with_its_name(alice: Member) -> None:
    for wrong in ("far", -1, None, True, {"a": 1}, str(2**63)):
        answer = told(api_of(alice).post(MARKERS, {"home": {"last_read_id": wrong}}), 422)
        assert "home.last_read_id" in answer["details"], wrong
    assert told(api_of(alice).post(MARKERS, {"elsewhere": {"last_read_id": "1"}})) == {}
