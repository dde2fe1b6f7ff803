"""Without Redis everything is slower and nothing is lost or shown to the wrong person."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from tests.away import lose_redis, redis_away
from tests.web.asking import body, comment_form, post_form
from tintype.accounts import queries, sessions
from tintype.graph.actions import follow
from tintype.lib.redis import client
from tintype.testing.member import PASSWORD, Member
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture
def away(alice: Member, bob: Member, charlie: Member) -> Iterator[None]:
    for member in (alice, bob, charlie):
        member.client.get("/")
    with redis_away():
        yield


def test_health_names_what_is_away(anonymous: Member, away: None) -> None:
    answer = anonymous.client.get("/healthz")
    assert (answer.status_code, body(answer)) == (503, "failing: redis")


def test_health_names_a_database_that_is_away(anonymous: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["shard2"]
    assert isinstance(connection, DatabaseWrapper)
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/nonexistent")
        answer = anonymous.client.get("/healthz")
    assert (answer.status_code, body(answer)) == (503, "failing: shard2")
    assert body(anonymous.client.get("/healthz")) == "ok"


def test_every_page_answers(alice: Member, bob: Member, away: None) -> None:
    post = make_post(alice.id, f"#tag{alice.id}")
    follow(bob.id, alice.id)
    person = f"/@{alice.username}/"
    paths = ["/", f"/p/{post}/", f"/p/{post}/likes/", person, f"{person}followers/", "/activity/", f"/t/tag{alice.id}/"]
    for path in [*paths, "/settings/", "/requests/", "/people/?q=alice", "/new/"]:
        assert bob.client.get(path).status_code == 200, path
    assert f"/p/{post}/" in body(bob.client.get("/"))


def test_what_is_hidden_stays_hidden(alice: Member, charlie: Member, away: None) -> None:
    hidden = make_post(alice.id, visibility="followers")
    assert charlie.client.get(f"/p/{hidden}/").status_code == 404
    assert f"/p/{hidden}/" not in body(charlie.client.get(f"/@{alice.username}/"))


def test_every_action_works(alice: Member, bob: Member, away: None) -> None:
    post = make_post(alice.id)
    answers = [
        bob.client.post(f"/@{alice.username}/follow/", {"follow": "1"}),
        bob.client.post(f"/p/{post}/like/", {"liked": "1"}),
        bob.client.post(f"/p/{post}/comments/", comment_form("all the same")),
        bob.client.post("/posts/", post_form([make_photo(bob.id)])),
        bob.client.post("/settings/", {"name": "Bob"}),
        Client().post("/account/login/", {"login": bob.username, "password": PASSWORD}),
    ]
    assert [answer.status_code for answer in answers] == [302] * 6
    assert "all the same" in body(alice.client.get(f"/p/{post}/"))


def test_when_it_comes_back_empty_nobody_notices(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post = make_post(alice.id)
    run_tasks()
    before = body(bob.client.get("/"))
    lose_redis()
    assert (f"/p/{post}/" in before, body(bob.client.get("/")).count("<article")) == (True, before.count("<article"))


def looks(who: Client, path: str) -> int:
    return who.get(path).status_code


def test_who_turns_private_while_it_is_cut_off_is_private_when_it_is_back(alice: Member, charlie: Member) -> None:
    """It still has what it had."""
    post = f"/p/{make_post(alice.id)}/"
    assert looks(charlie.client, post) == 200
    with redis_away():
        alice.client.post("/settings/", {"name": "Alice", "is_private": "on"})
        assert looks(charlie.client, post) == 404
    run_tasks()
    assert looks(charlie.client, post) == 404


def test_who_signs_out_while_it_is_cut_off_is_out_when_it_is_back(alice: Member) -> None:
    kept = Client()
    kept.cookies.load(alice.client.cookies.output(attrs=[], header=""))
    of = sessions.remembered.key(sessions.hash_of(kept.cookies[settings.SESSION_COOKIE_NAME].value))
    client().delete(of)  # a tombstone, since it is new
    assert looks(kept, "/settings/") == 200
    with redis_away():
        assert alice.client.post("/account/logout/").status_code == 302
    assert client().exists(of), "this does not show what it is to show"
    run_tasks()
    assert looks(kept, "/settings/") == 302


def test_a_replica_that_took_over_without_the_last_words_shows_nothing_private_for_long(
    alice: Member, charlie: Member
) -> None:
    if not settings.REDIS_NODES:
        pytest.skip("this topology has one Redis")
    post = f"/p/{make_post(alice.id)}/"
    assert looks(charlie.client, post) == 200
    key = queries.remembered.key(alice.id)
    before = client().get(key)
    alice.client.post("/settings/", {"name": "Alice", "is_private": "on"})
    client().set(key, before)
    assert looks(charlie.client, post) == 200, "this does not show what it is to show"
    run_tasks()
    assert looks(charlie.client, post) == 404
