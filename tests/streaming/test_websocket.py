"""The protocol of the WebSocket: who gets in, what is asked for in it, and how it ends."""

import aiohttp
import pytest
from django.db import OperationalError

from tests.api.client import token_for
from tests.streaming.served import Served
from tintype.cluster.ready import wait_until
from tintype.lib.announce import PUBLIC, channel, home, publish, tagged, told
from tintype.lib.redis import client
from tintype.streaming import connections, render, sending, websocket
from tintype.streaming.render import Frame
from tintype.streaming.streams import Stream
from tintype.testing.member import Member


@pytest.fixture
def token(alice: Member) -> str:
    return token_for(alice)


def refused(served: Served, token: str | None = None, **asked: str) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as error:
        served.app(token, **asked)
    return error.value.status


@pytest.mark.parametrize("name", ["Authorization", "Sec-WebSocket-Protocol"])
def test_the_token_comes_by_header_or_as_protocol_which_is_echoed(served: Served, token: str, name: str) -> None:
    app = served.app(None, {name: f"Bearer {token}" if name == "Authorization" else token}, stream="public")
    assert app.ws.protocol == (None if name == "Authorization" else token)
    publish([PUBLIC], "delete", 5)
    assert app.next() == {"stream": ["public"], "event": "delete", "payload": 5}


def test_who_shows_no_good_token_is_turned_away(served: Served) -> None:
    assert [refused(served), refused(served, "nonsense"), refused(served, stream="public")] == [401, 401, 401]


def test_a_token_that_is_for_other_things_is_turned_away(served: Served, alice: Member) -> None:
    token = token_for(alice, "read:notifications write")
    assert [refused(served, token, stream=name) for name in ("user", "public", "list")] == [403, 403, 403]
    app = served.app(token, stream="user:notification")
    app.settle()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"stream": "nonsense"}, 400),
        ({"stream": "hashtag"}, 400),
        ({"stream": "hashtag", "tag": "#"}, 400),
        ({"stream": "list"}, 400),
        ({"stream": "list", "list": "x"}, 400),
        ({"stream": "list", "list": "²"}, 400),
        ({"stream": "list", "list": "7"}, 404),
        ({"stream": "list", "list": "9" * 50}, 400),
    ],
)
def test_a_stream_that_is_not_there_is_said_so(served: Served, token: str, asked: dict[str, str], status: int) -> None:
    assert refused(served, token, **asked) == status
    app = served.app(token)
    app.say(type="subscribe", **asked)
    assert app.next()["status"] == status


def test_what_is_no_websocket_is_told_where_to_go(served: Served, token: str) -> None:
    answer = served.events("", token)
    assert answer.status == 400
    assert "/api/v1/streaming/user" in answer.body()


def test_streams_are_begun_and_ended_within_one_connection(served: Served, token: str, alice: Member) -> None:
    app = served.app(token)
    app.subscribe("hashtag", tag="#Cats")
    app.subscribe("user")
    publish([tagged("cats"), tagged("dogs"), PUBLIC], "delete", 1)
    assert app.next() == {"stream": ["hashtag", "cats"], "event": "delete", "payload": 1}
    publish([home(alice.id)], "delete", 2)
    assert app.next() == {"stream": ["user"], "event": "delete", "payload": 2}
    app.say(type="unsubscribe", stream="hashtag", tag="cats")
    app.settle()
    publish([tagged("cats")], "delete", 3)
    publish([home(alice.id)], "delete", 4)
    assert app.next() == {"stream": ["user"], "event": "delete", "payload": 4}


def test_a_stream_that_was_asked_for_twice_tells_once(served: Served, token: str) -> None:
    app = served.app(token, stream="public")
    app.subscribe("public")
    publish([PUBLIC], "delete", 1)
    publish([PUBLIC], "delete", 2)
    assert [app.heard(), app.heard()] == [("delete", 1), ("delete", 2)]


def test_what_still_waits_is_not_told_in_a_stream_that_was_ended(served: Served, token: str, alice: Member) -> None:
    app = served.app(token, stream="public")
    app.subscribe("user")
    [connection] = served.server.connections

    async def ended() -> None:
        served.server.connections.tell(b'["delete",1,["public"]]')
        served.server.connections.unsubscribe(connection, Stream("public"))

    served.loop.do(ended())
    publish([home(alice.id)], "delete", 2)
    assert app.heard() == ("delete", 2)


def test_what_concerns_one_person_is_told_to_nobody_else(
    served: Served, token: str, alice: Member, bob: Member
) -> None:
    hers, his = served.app(token, stream="user"), served.app(token_for(bob), stream="user")
    publish([home(bob.id), told(bob.id)], "delete", 1)
    publish([home(alice.id)], "delete", 2)
    assert hers.heard() == ("delete", 2)
    assert his.heard() == ("delete", 1)


@pytest.mark.parametrize("text", ["", "{", "[1]", "5", "[" * 2000, '{"type": "dance"}', '{"type": ["subscribe"]}', "é"])
def test_nonsense_is_passed_over(served: Served, token: str, text: str) -> None:
    app = served.app(token)
    app.say_text(text)
    app.subscribe("public")


def test_a_frame_that_is_too_long_ends_it(served: Served, token: str) -> None:
    app = served.app(token)
    app.say_text(" " * websocket.LONGEST_FRAME * 2)
    app.closed()
    served.wait_until_connected(0)


def test_nobody_has_more_connections_or_streams_than_an_app_needs(
    served: Served, token: str, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ONE", 2)
    monkeypatch.setattr(connections, "MOST_STREAMS", 2)
    first, second = served.app(token), served.app(token)
    assert refused(served, token) == 429
    others = [served.app(token_for(bob))]
    first.end()
    served.wait_until_connected(2)
    others.append(served.app(token))
    for name in ("user", "public"):
        second.subscribe(name)
    second.say(type="subscribe", stream="public:local")
    assert second.next() == {"error": "Too many streams at once", "status": 429}


def test_a_connection_without_answer_to_pings_ends(served: Served, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "PING_SECONDS", 0.1)
    app = served.app(token)
    served.wait_until_connected(0)
    app.end()


def test_whoever_is_too_far_behind_is_cut_off(served: Served, token: str) -> None:
    app = served.app(token, stream="public")
    served.tell_at_once(*(("delete", number, PUBLIC) for number in range(connections.MOST_WAITING + 1)))
    assert app.closed() == aiohttp.WSCloseCode.ABNORMAL_CLOSURE
    served.wait_until_connected(0)


def test_whoever_takes_nothing_is_cut_off(served: Served, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SEND_SECONDS", 0.1)
    monkeypatch.setattr(sending, "frames", lambda _, news: [_enormous(one) for one in news])
    app = served.app(token, stream="public")
    for number in range(20):
        publish([PUBLIC], "delete", number)
    served.wait_until_connected(0)
    app.end()


def _enormous(news: connections.News) -> Frame:
    return Frame(news.stream, news.event, "x" * 2_000_000)


def test_redis_may_go_and_come_back(served: Served, token: str) -> None:
    app = served.app(token, stream="public")
    before = listeners()
    for one in before:
        client().client_kill_filter(_id=one)
    assert wait_until(lambda: "" if (now := listeners()) and not now & before else "it is not back", 30) == ""
    publish([PUBLIC], "delete", 1)
    assert app.heard() == ("delete", 1)


def listeners() -> set[str]:
    """The connections of this worker's server to Redis, by their ids."""
    return {one["id"] for one in client().client_list(_type="pubsub") if one["name"] == channel()}


def test_a_server_that_stops_says_goodbye(served: Served, token: str) -> None:
    app = served.app(token, stream="public")
    served.stop.set()
    assert app.closed() == aiohttp.WSCloseCode.GOING_AWAY


def test_a_fault_ends_one_connection_alone(served: Served, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    app, other = served.app(token), served.app(token, stream="public")
    monkeypatch.setattr(websocket, "unsubscribe", broken)
    app.say(type="unsubscribe", stream="public")
    assert app.closed() == aiohttp.WSCloseCode.INTERNAL_ERROR
    publish([PUBLIC], "delete", 1)
    assert other.heard() == ("delete", 1)


def test_what_cannot_be_told_is_passed_over(
    served: Served, token: str, alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def broken(_: int, made_id: int) -> None:
        asked.append(made_id)
        raise OperationalError

    monkeypatch.setattr(render, "told_once", broken)
    app = served.app(token, stream="user")
    publish([told(alice.id)], "notification", 1)
    served.wait_until(lambda: asked == [1])
    publish([home(alice.id)], "delete", 2)
    assert app.heard() == ("delete", 2)
