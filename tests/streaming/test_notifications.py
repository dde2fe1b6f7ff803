"""What somebody is told of, told at once."""

import pytest

from tests.api.client import api_of, token_for
from tests.api.client import told as answered
from tests.streaming.served import Served
from tests.streaming.test_seen import listening
from tintype.graph.actions import block, follow
from tintype.lib.announce import publish, told
from tintype.notify.models import Notification
from tintype.photos.actions import comment, like
from tintype.sharding.scope import on_shard_of
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.mark.parametrize("stream", ["user", "user:notification"])
def test_likes_and_comments_and_followers(served: Served, alice: Member, bob: Member, stream: str) -> None:
    post = make_post(alice.id, "a cat", visibility="unlisted")
    run_tasks()
    app = listening(served, alice, stream)
    like(bob.id, post)
    run_tasks()
    frame = app.next()
    assert (frame["stream"], frame["event"], frame["payload"]["type"]) == ([stream], "notification", "favourite")
    assert (frame["payload"]["account"]["id"], frame["payload"]["status"]["id"]) == (str(bob.id), str(post))
    assert [frame["payload"]] == answered(api_of(alice).get("/api/v1/notifications"))
    said = comment(bob.id, post, "nice", "key")
    run_tasks()
    assert app.next()["payload"]["status"]["id"] == str(said.id)
    follow(bob.id, alice.id)
    run_tasks()
    assert app.next()["payload"]["type"] == "follow"


def test_who_is_let_in_is_told_of_nothing_that_apps_do_not_know(served: Served, bob: Member) -> None:
    dora = make_member("dora", is_private=True)
    follow(bob.id, dora.id)
    answered(api_of(dora).post(f"/api/v1/follow_requests/{bob.id}/authorize"))
    follow(dora.id, bob.id)
    run_tasks()
    app = listening(served, bob, "user")
    with on_shard_of(bob.id):
        ids = dict(Notification.objects.filter(account_id=bob.id).values_list("kind", "id"))
    assert ids.keys() == {"approved", "follow"}
    served.tell_at_once(*(("notification", ids[kind], told(bob.id)) for kind in ("approved", "follow")))
    assert app.heard() == ("notification", ids["follow"])


def test_a_token_for_posts_alone_brings_no_notifications(served: Served, alice: Member, bob: Member) -> None:
    app = served.app(token_for(alice, "read:statuses"), stream="user")
    follow(bob.id, alice.id)
    run_tasks()
    post = make_post(alice.id)
    run_tasks()
    assert app.heard() == ("update", post)


def test_what_was_announced_is_asked_for_again(served: Served, alice: Member, bob: Member, charlie: Member) -> None:
    """Neither what is somebody else's, nor of whom there is a block by then."""
    follow(bob.id, alice.id)
    run_tasks()
    [note] = answered(api_of(alice).get("/api/v1/notifications"))
    hers, theirs = listening(served, alice, "user"), listening(served, charlie, "user")
    block(alice.id, bob.id)
    for app, member in ((hers, alice), (theirs, charlie)):
        publish([told(member.id)], "notification", int(note["id"]))
        publish([told(member.id)], "delete", 1)
        assert app.heard() == ("delete", 1)
