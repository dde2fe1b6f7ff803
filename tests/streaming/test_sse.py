"""Server-sent events: the same streams by their addresses, for clients without WebSockets."""

import pytest

from tests.api.client import token_for
from tests.streaming.served import Served
from tintype.lib.announce import PUBLIC, home, publish, tagged, told
from tintype.streaming import sse
from tintype.testing.member import Member
from tintype.testing.posts import make_post


@pytest.fixture
def token(alice: Member) -> str:
    return token_for(alice)


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("user", {}),
        ("public", {}),
        ("public/", {}),
        ("public/local", {}),
        ("public", {"only_media": "true"}),
        ("hashtag", {"tag": "cats"}),
        ("hashtag/local", {"tag": "#Cats"}),
    ],
)
def test_each_address_is_a_stream(served: Served, token: str, alice: Member, path: str, params: dict[str, str]) -> None:
    events = served.events(path, token, params=params)
    assert (events.status, events.response.content_type) == (200, "text/event-stream")
    assert events.line() == ":)\n"
    post = make_post(alice.id, "#cats")
    publish([home(alice.id), PUBLIC, tagged("cats")], "update", post)
    publish([home(alice.id), PUBLIC, tagged("cats")], "delete", post)
    assert [events.heard(), events.heard()] == [("update", post), ("delete", post)]


def test_nothing_comes_from_other_sites(served: Served, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "THUMP_SECONDS", 0.1)
    events = served.events("public/remote", token)
    publish([PUBLIC], "delete", 1)
    assert [events.line(), events.line(), events.line()] == [":)\n", ":thump\n", ":thump\n"]


def test_parameters_may_come_as_the_form_of_a_get(served: Served, token: str) -> None:
    events = served.events("hashtag", data={"tag": "cats", "access_token": token})
    assert events.line() == ":)\n"
    publish([tagged("cats")], "delete", 1)
    assert events.heard() == ("delete", 1)


def test_notifications_alone(served: Served, token: str, alice: Member) -> None:
    events = served.events("user/notification", token)
    assert events.line() == ":)\n"
    publish([home(alice.id)], "delete", 1)
    publish([told(alice.id)], "delete", 2)
    assert events.heard() == ("delete", 2)


@pytest.mark.parametrize(
    ("path", "scopes", "status"),
    [
        ("user", None, 401),
        ("user", "write", 403),
        ("user/notification", "read:statuses", 403),
        ("direct", "read:notifications", 403),
        ("list?list=7", "read", 404),
        ("list", "read", 400),
        ("hashtag", "read", 400),
        ("nonsense", "read", 404),
    ],
)
def test_a_refusal_is_json_for_web_pages_too(
    served: Served, alice: Member, path: str, scopes: str | None, status: int
) -> None:
    answer = served.events(path, token_for(alice, scopes) if scopes else None)
    assert (answer.status, answer.response.content_type) == (status, "application/json")
    assert '"error"' in answer.body()
    assert answer.response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_body_that_is_too_long_is_refused(served: Served, token: str) -> None:
    assert served.events("hashtag", token, data={"tag": "c" * 100_000}).status == 413


def test_a_web_page_may_ask_with_its_token(served: Served) -> None:
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    answer = served.loop.do(served.session.options("/api/v1/streaming/user", headers=asked))
    assert answer.status == 200
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_whoever_leaves_is_gone_at_once(served: Served, token: str) -> None:
    events = served.events("public", token)
    served.wait_until_connected(1)
    events.end()
    served.wait_until_connected(0)


def test_health_says_whether_it_hears(served: Served) -> None:
    assert (served.events("health").status, served.events("health").body()) == (200, "OK")
    served.server.listener.is_hearing = False
    assert served.events("health").status == 503
