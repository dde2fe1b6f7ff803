"""Looking is answered by replicas, and nobody ever sees less than what was acknowledged."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.crash.client import Client, Surprise
from tests.failover.replicas.watched import FOLLOWS_OF, Watched, wait_until
from tests.photos.imaging.camera import encoded

pytestmark = pytest.mark.timeout(400)
# A request has 15.
END_SECONDS = 30


def profile(looker: Client, owner: Client) -> str:
    return looker.get(f"/@{owner.name}/")


def followers(looker: Client, owner: Client) -> list[str]:
    page = looker.get(f"/@{owner.name}/followers/")
    return [word.split("/")[0] for word in page.split('href="/@')[1:] if "person_" in word.split("/")[0]]


def is_gone(looker: Client, path: str) -> bool:
    try:
        looker.get(path)
    except Surprise as surprise:
        return ": 404" in str(surprise)
    return False


def publish(owner: Client) -> int:
    from PIL import Image

    photo_id = owner.bring_up(encoded(Image.new("RGB", (64, 64))))
    owner.wait_until_ready(photo_id)
    return owner.publish(photo_id, "", str(uuid.uuid4()))


def wait_for_the_replica(watched: Watched, looker: Client, owner: Client) -> None:
    """A web process that met a failure leaves it alone for two seconds more."""
    wait_until(lambda: watched.is_answered_by(lambda: profile(looker, owner), owner.id) == watched.replica, str)


def test_looking_asks_the_replica_and_changing_asks_the_primary(watched: Watched) -> None:
    owner, reader = watched.owner, watched.reader
    wait_for_the_replica(watched, reader, owner)
    assert watched.is_answered_by(lambda: reader.follow(owner.name), owner.id, FOLLOWS_OF) == watched.primary


def test_everybody_sees_at_once_what_was_acknowledged_and_the_replica_answers_when_it_has_caught_up(
    watched: Watched,
) -> None:
    owner, neighbour, reader, friend = watched.owner, watched.neighbour, watched.reader, watched.friend
    post = publish(owner)
    with watched.lagging_a_little():
        assert reader.name not in followers(friend, owner)
        reader.follow(owner.name)
        assert reader.name in followers(reader, owner)
        assert reader.name in followers(friend, owner)
        assert watched.is_answered_by(lambda: profile(reader, owner), owner.id) == watched.primary
        assert watched.is_answered_by(lambda: profile(reader, neighbour), neighbour.id) == watched.replica

        assert not is_gone(friend, f"/p/{post}/")
        owner._form(f"/p/{post}/delete/", {})
        assert is_gone(friend, f"/p/{post}/")
        owner._form(f"/@{friend.name}/block/", {"block": "1"})
        assert is_gone(friend, f"/@{owner.name}/")
    wait_for_the_replica(watched, reader, owner)
    assert reader.name in followers(reader, owner)
    assert is_gone(friend, f"/@{owner.name}/")


def test_a_replica_that_lags_is_left_out_and_taken_back(watched: Watched) -> None:
    owner, reader = watched.owner, watched.reader
    with watched.paused():
        state = watched.wait_for("lagging", meanwhile=watched.write)
        assert (state["lag_seconds"] >= 5, state["lag_bytes"] > 0) == (True, True)
        assert watched.is_answered_by(lambda: profile(reader, owner), owner.id) == watched.primary
        assert "its replica is lagging since" in watched.site.run("check").stdout
    state = watched.wait_for("in use")
    assert state["lag_seconds"] < 5
    wait_for_the_replica(watched, reader, owner)


@contextmanager
def looking(looker: Client, owner: Client) -> Iterator[list[str]]:
    """Without a break; what did not work is in the list."""
    failed: list[str] = []
    end = threading.Event()

    def look() -> None:
        while not end.wait(0.02):
            try:
                profile(looker, owner)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test fails
                failed.append(repr(error))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield failed
    finally:
        end.set()
        thread.join(END_SECONDS)
    assert not thread.is_alive()


def test_a_replica_that_stops_costs_no_request_and_is_taken_back(watched: Watched) -> None:
    owner, reader = watched.owner, watched.reader
    with looking(watched.friend, owner) as failed:
        with watched.stopped():
            watched.wait_for("away")
            profile(reader, owner)
        watched.wait_for("in use")
    assert failed == []
    wait_for_the_replica(watched, reader, owner)


def test_when_redis_has_lost_the_pins_the_primaries_are_read_for_a_while(watched: Watched) -> None:
    owner, reader = watched.owner, watched.reader
    reader.follow(owner.name)
    watched.redis.flushall()
    watched.wait_for("waiting")
    assert watched.redis.get(f"{{replicas}}:replica:{watched.database}-replica") is None
    assert watched.is_answered_by(lambda: profile(reader, owner), owner.id) == watched.primary
    watched.wait_for("in use")
    wait_for_the_replica(watched, reader, owner)


def test_after_a_promotion_the_former_primary_is_read_without_a_restart(watched: Watched) -> None:
    owner, reader = watched.owner, watched.reader
    former = watched.primary
    promoted = watched.site.run("shards", "promote", watched.server.name, "--switchover")
    assert promoted.returncode == 0, promoted.stdout + promoted.stderr
    assert watched.replica == former
    reader.follow(owner.name)
    assert reader.name in followers(watched.friend, owner)
    watched.wait_for("in use")
    wait_for_the_replica(watched, reader, owner)
    assert reader.name in followers(watched.friend, owner)
