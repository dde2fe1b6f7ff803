"""What is told to whom: of what happens in the rooms, through tasks and Redis, to what an app hears in the end.

Whoever is told nothing is shown to be told of something later, and of that first.
"""

import pytest

from tests.api.client import api_of, token_for
from tests.api.client import told as answered
from tests.streaming.served import App, Served
from tintype.graph.actions import block, follow
from tintype.graph.lists.actions import add_to_list, make_list
from tintype.graph.mutes.actions import mute
from tintype.lib.announce import PUBLIC, by, publish, tagged
from tintype.photos.shares.actions import share, unshare
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

EVERYWHERE = (PUBLIC, tagged("cats"))


def listening(served: Served, member: Member, *names: str) -> App:
    app = served.app(token_for(member))
    for name in names:
        app.subscribe(name, tag="cats")
    return app


def nothing_more(*apps: App, channel: str = PUBLIC) -> bool:
    """That each has heard everything: what is said now, in a stream of everybody's, comes next. Name all who listen."""
    publish([channel], "delete", 1)
    return [app.heard() for app in apps] == [("delete", 1)] * len(apps)


@pytest.fixture
def apps(served: Served, alice: Member, bob: Member, charlie: Member) -> tuple[App, App, App]:
    """Bob follows Alice. Each listens to their home feed, and to all that is public."""
    follow(bob.id, alice.id)
    run_tasks()
    return (
        listening(served, alice, "user", "public"),
        listening(served, bob, "user", "public"),
        listening(served, charlie, "user", "public"),
    )


def test_a_post_is_told_to_followers_its_author_and_whoever_listens_to_what_is_public(
    apps: tuple[App, App, App], alice: Member
) -> None:
    post = make_post(alice.id, "a cat")
    run_tasks()
    hers, his, theirs = apps
    for app in (hers, his):
        heard = [app.next(), app.next()]
        assert {(frame["event"], frame["stream"][0], frame["payload"]["id"]) for frame in heard} == {
            ("update", "user", str(post)),
            ("update", "public", str(post)),
        }
        assert heard[0]["payload"]["account"]["id"] == str(alice.id)
    frame = theirs.next()
    assert (frame["stream"], frame["payload"]["content"]) == (["public"], "<p>a cat</p>")
    assert nothing_more(*apps)


@pytest.mark.parametrize("visibility", ["followers", "unlisted"])
def test_what_is_not_public_is_told_to_followers_alone(
    apps: tuple[App, App, App], alice: Member, visibility: str
) -> None:
    post = make_post(alice.id, "#cats", visibility=visibility)
    run_tasks()
    assert [app.heard() for app in apps[:2]] == [("update", post)] * 2
    assert nothing_more(*apps)
    answered(api_of(alice).delete(f"/api/v1/statuses/{post}"))
    run_tasks()
    assert [app.heard() for app in apps[:2]] == [("delete", post)] * 2
    assert nothing_more(*apps)


def test_a_direct_post_is_told_to_nobody_who_follows(apps: tuple[App, App, App], alice: Member) -> None:
    post = make_post(alice.id, "#cats", visibility="direct")
    run_tasks()
    assert nothing_more(*apps)
    answered(api_of(alice).put(f"/api/v1/statuses/{post}", {"status": "#cats!", "media_ids": _photos(alice, post)}))
    run_tasks()
    assert nothing_more(*apps)
    answered(api_of(alice).delete(f"/api/v1/statuses/{post}"))
    run_tasks()
    assert nothing_more(*apps)


def _photos(member: Member, post: int) -> list[str]:
    status = answered(api_of(member).get(f"/api/v1/statuses/{post}"))
    return [photo["id"] for photo in status["media_attachments"]]


def test_of_a_private_account_whoever_does_not_follow_hears_nothing(
    served: Served, bob: Member, charlie: Member
) -> None:
    dora = make_member("dora", is_private=True)
    follow(bob.id, dora.id)
    run_tasks()
    answered(api_of(dora).post(f"/api/v1/follow_requests/{bob.id}/authorize"))
    run_tasks()
    his = listening(served, bob, "user", "public")
    theirs = listening(served, charlie, "user", "public", "hashtag")
    post = make_post(dora.id, "#cats")
    run_tasks()
    assert his.heard() == ("update", post)
    assert nothing_more(his, theirs)
    answered(api_of(dora).delete(f"/api/v1/statuses/{post}"))
    run_tasks()
    assert his.heard() == ("delete", post)
    assert nothing_more(his, theirs)


def test_what_was_announced_is_looked_at_again_when_it_is_told(apps: tuple[App, App, App], alice: Member) -> None:
    """Nobody can be shown anything by words in Redis, nor in a stream where it does not belong."""
    secret = make_post(alice.id, "for followers", visibility="followers")
    publish([*EVERYWHERE, by(alice.id)], "update", secret)
    publish([*EVERYWHERE, by(alice.id)], "status.update", secret)
    publish([*EVERYWHERE, by(alice.id)], "update", 2**62)
    assert nothing_more(*apps[1:])


def test_an_edit_is_told_as_it_reads_then(apps: tuple[App, App, App], alice: Member) -> None:
    post = make_post(alice.id, "a dog")
    run_tasks()
    answered(api_of(alice).put(f"/api/v1/statuses/{post}", {"status": "a cat", "media_ids": _photos(alice, post)}))
    run_tasks()
    for app in apps[:2]:
        frames = [app.next() for _ in range(4)]
        edits = [frame for frame in frames if frame["event"] == "status.update"]
        assert {frame["stream"][0] for frame in edits} == {"user", "public"}
        assert {frame["payload"]["content"] for frame in edits} == {"<p>a cat</p>"}
        assert all(frame["payload"]["edited_at"] for frame in edits)


def test_whom_one_mutes_or_blocks_is_heard_in_no_stream(
    served: Served, apps: tuple[App, App, App], alice: Member, bob: Member, charlie: Member
) -> None:
    _, his, theirs = apps
    mute(bob.id, alice.id)
    block(alice.id, charlie.id)
    run_tasks()
    make_post(alice.id, "#cats")
    run_tasks()
    assert nothing_more(his, theirs)


def test_a_hashtag_brings_the_public_posts_under_it(served: Served, alice: Member, charlie: Member) -> None:
    app = listening(served, charlie, "hashtag")
    make_post(alice.id, "#dogs")
    wanted = make_post(alice.id, "#Cats and #dogs")
    make_post(alice.id, "#cats", visibility="unlisted")
    run_tasks()
    frame = app.next()
    assert (frame["stream"], frame["payload"]["id"]) == (["hashtag", "cats"], str(wanted))
    assert nothing_more(app, channel=tagged("cats"))


def test_a_list_brings_the_posts_of_those_on_it(served: Served, alice: Member, bob: Member, charlie: Member) -> None:
    for author in (alice, charlie):
        follow(bob.id, author.id)
    run_tasks()
    made = make_list(bob.id, "friends")
    add_to_list(bob.id, made.id, [alice.id])
    app = served.app(token_for(bob))
    app.subscribe("list", list=str(made.id))
    app.subscribe("public")
    post, other = make_post(alice.id, "", visibility="followers"), make_post(charlie.id, "", visibility="followers")
    run_tasks()
    frame = app.next()
    assert (frame["stream"], frame["payload"]["id"]) == (["list", str(made.id)], str(post))
    publish([by(alice.id)], "update", other)
    assert nothing_more(app)


def test_who_is_on_an_exclusive_list_is_heard_there_alone(served: Served, alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    run_tasks()
    made = make_list(bob.id, "friends", is_exclusive=True)
    add_to_list(bob.id, made.id, [alice.id])
    run_tasks()
    app = listening(served, bob, "user", "public")
    app.subscribe("list", list=str(made.id))
    make_post(alice.id, "", visibility="unlisted")
    run_tasks()
    assert app.next()["stream"] == ["list", str(made.id)]
    assert nothing_more(app)


def test_nobody_listens_to_a_list_of_somebody_else(served: Served, alice: Member, bob: Member) -> None:
    made = make_list(bob.id, "friends")
    app = served.app(token_for(alice))
    app.say(type="subscribe", stream="list", list=str(made.id))
    assert app.next() == {"error": "Record not found", "status": 404}


def test_a_share_is_told_to_the_sharers_followers_and_taken_back(
    served: Served, alice: Member, bob: Member, charlie: Member
) -> None:
    follow(bob.id, charlie.id)
    post = make_post(alice.id, "a cat")
    run_tasks()
    his = listening(served, bob, "user", "public")
    share(charlie.id, post)
    run_tasks()
    frame = his.next()
    assert (frame["event"], frame["stream"]) == ("update", ["user"])
    assert frame["payload"]["account"]["id"] == str(charlie.id)
    assert frame["payload"]["reblog"]["id"] == str(post)
    unshare(charlie.id, post)
    run_tasks()
    assert his.heard() == ("delete", int(frame["payload"]["id"]))
    assert nothing_more(his)
