"""Apps of one person that do the same thing at the same moment."""

from functools import partial

from tests.api.client import api_of, told
from tests.api.notify.test_push import GOOD, PATH
from tests.threads import together
from tintype.notify.conversations.actions import keep_in_list
from tintype.notify.conversations.queries import conversations
from tintype.notify.markers import markers
from tintype.notify.reading import mark_read
from tintype.photos.actions import like
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

MANY = 6


def test_each_move_of_a_marker_counts(alice: Member, bob: Member) -> None:
    like(bob.id, make_post(alice.id))
    run_tasks()
    api = api_of(alice)
    moves = [partial(api.post, "/api/v1/markers", {"notifications": {"last_read_id": "7"}}) for _ in range(MANY)]
    for answer in together(moves):
        told(answer)
    [marker] = markers(alice.id, ["notifications"])
    assert (marker.last_read_id, marker.version) == (7, MANY)
    together([partial(mark_read, alice.id) for _ in range(MANY)])
    [marker] = markers(alice.id, ["notifications"])
    assert marker.version == MANY + 1


def test_a_token_that_subscribes_in_two_places_has_one_subscription(alice: Member) -> None:
    api = api_of(alice)
    for answer in together([partial(api.post, PATH, {"subscription": GOOD}) for _ in range(MANY)]):
        told(answer)
    assert told(api.get(PATH))["endpoint"] == GOOD["endpoint"]


def test_a_conversation_that_is_listed_twice_at_once_stands_there_once(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id, f"@{bob.username}", visibility="direct")
    written = together([partial(keep_in_list, bob.id, post_id) for _ in range(MANY)])
    assert sorted(written) == [False] * (MANY - 1) + [True]
    assert [one.post_id for one in conversations(bob.id, None, 10).items] == [post_id]
