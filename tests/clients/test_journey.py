"""A day with a real app: everything that one does with it, read back by another person's."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Site
from tests.clients.mastodon_py import MastodonPy
from tests.clients.megalodon_js import Megalodon
from tests.clients.phone import Phone, Seen
from tests.clients.toot_cli import Toot
from tests.photos.imaging.camera import camera_jpeg
from tintype.testing.member import unique_name

PATIENCE_SECONDS = 60


@pytest.fixture(params=[MastodonPy, Toot, Megalodon], ids=lambda app: app.__name__)
def phones(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> Iterator[tuple[Phone, Phone]]:
    """Alice's, whom the operator has made, and Bob's, who has signed up; both with the same app."""
    with ExitStack() as stack:
        made = []
        for who, make in (("alice", site.make), ("bob", site.sign_up)):
            name, home = unique_name(who), tmp_path / who
            home.mkdir()
            phone = request.param(site.url, name, make(name), home)
            if hasattr(phone, "close"):
                stack.callback(phone.close)
            made.append(phone)
        yield made[0], made[1]


def eventually(read: Callable[[], Any], expected: Any) -> None:
    """Workers bring it about."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (found := read()) != expected and time.monotonic() < end:
        time.sleep(0.2)
    assert found == expected


def ids(posts: list[Seen]) -> list[str]:
    return [post.id for post in posts]


def test_a_day_with_the_app(phones: tuple[Phone, Phone], tmp_path: Path) -> None:
    alice, bob = phones
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(camera_jpeg())
    tag = unique_name("harbour").replace("_", "")
    bob.follow(alice.name)
    posted = [alice.post(f"Boat {number} #{tag}", photo, f"A boat, number {number}") for number in range(5)]
    newest_first = posted[::-1]

    eventually(lambda: ids(bob.home()), newest_first)
    eventually(lambda: ids(bob.hashtag(tag)), newest_first)
    assert ids(bob.posts_of(alice.name)) == newest_first
    assert [one for one in ids(bob.public()) if one in posted] == newest_first
    assert [post.alt for post in bob.home()] == [f"A boat, number {number}" for number in reversed(range(5))]

    bob.favourite(posted[0])
    said = bob.comment(posted[0], f"@{alice.name} What a boat")
    assert ids(alice.comments(posted[0])) == [said]
    expected = {("follow", bob.name), ("favourite", bob.name), ("mention", bob.name)}
    eventually(lambda: set(alice.told()), expected)
    assert bob.search(alice.name) == [alice.name]

    alice.edit(posted[0], f"A ship #{tag}")
    eventually(lambda: "A ship" in bob.posts_of(alice.name)[-1].text, expected=True)
    assert bob.posts_of(alice.name)[-1].alt == "A boat, number 0"
    alice.delete(posted[1])
    eventually(lambda: ids(bob.home()), [one for one in newest_first if one != posted[1]])
    eventually(lambda: ids(bob.hashtag(tag)), [one for one in newest_first if one != posted[1]])
