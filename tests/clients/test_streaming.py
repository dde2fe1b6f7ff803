"""Apps that are told at once: Mastodon.py by server-sent events, megalodon by a WebSocket."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from mastodon import StreamListener

from tests.clients.conftest import Site
from tests.clients.mastodon_py import MastodonPy
from tests.clients.megalodon_js import Megalodon
from tests.clients.test_journey import eventually
from tests.photos.imaging.camera import camera_jpeg
from tintype.testing.member import unique_name

Heard = list[tuple[str, str]]


class Ear(StreamListener):
    def __init__(self) -> None:
        self.heard: Heard = []
        self.is_connected = Event()

    def handle_heartbeat(self) -> None:
        """The first comes at once."""
        self.is_connected.set()

    def on_update(self, status: Any) -> None:
        self.heard.append(("update", str(status.id)))

    def on_status_update(self, status: Any) -> None:
        self.heard.append(("status_update", str(status.id)))

    def on_notification(self, notification: Any) -> None:
        self.heard.append(("notification", str(notification.id)))

    def on_delete(self, status_id: Any) -> None:
        self.heard.append(("delete", str(status_id)))


def by_mastodon_py(phone: MastodonPy, stack: ExitStack) -> Callable[[], Heard]:
    assert phone.api.stream_healthy()
    ear = Ear()
    stream = phone.api.stream_user(ear, run_async=True)
    stack.callback(hang_up, stream)
    assert ear.is_connected.wait(60)
    return lambda: ear.heard


def hang_up(stream: Any) -> None:
    """`close` alone waits for what the stream's thread is reading: the next heartbeat, up to 15 seconds."""
    stream.closed = True
    stream.connection.raw.shutdown()
    stream.close()


def by_megalodon(phone: Megalodon, stack: ExitStack) -> Callable[[], Heard]:
    stack.callback(phone.close)
    phone.ask("listen")
    return lambda: [(event, made_id) for event, made_id in phone.ask("heard")]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize(("app", "listen"), [(MastodonPy, by_mastodon_py), (Megalodon, by_megalodon)])
def test_a_follower_is_told_of_everything_in_its_order(
    site: Site, stack: ExitStack, tmp_path: Path, app: Any, listen: Any
) -> None:
    names = unique_name("alice"), unique_name("bob")
    homes = [tmp_path / name for name in names]
    for home in homes:
        home.mkdir()
    alice = MastodonPy(site.url, names[0], site.sign_up(names[0]), homes[0])
    bob = app(site.url, names[1], site.sign_up(names[1]), homes[1])
    bob.follow(alice.name)
    heard = listen(bob, stack)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(camera_jpeg())
    expected = []

    post = alice.post("A boat", photo, "A boat")
    expected.append(("update", post))
    eventually(heard, expected)
    alice.edit(post, "A ship")
    expected.append(("status_update", post))
    eventually(heard, expected)
    alice.follow(bob.name)
    eventually(lambda: [event for event, _ in heard()], ["update", "status_update", "notification"])
    alice.delete(post)
    eventually(lambda: heard()[-1], ("delete", post))
