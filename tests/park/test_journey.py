"""The main journeys over HTTP, each request answered by whichever app server the balancer has chosen."""

import html
import io
import re
import uuid
from urllib.parse import urlsplit

import pytest
import urllib3
from PIL import Image

from tests.cluster.real import Real
from tests.crash.client import Client, Surprise
from tests.crash.line import Line
from tintype.config.topology import Topology


@pytest.fixture
def three(tintype: Real) -> tuple[Client, Client, Client]:
    """Alice, Bob who follows her, Charlie."""
    line = Line(tintype.host, tintype.port)
    names = (f"j{uuid.uuid4().hex[:8]}_{name}" for name in ("alice", "bob", "charlie"))
    alice, bob, charlie = (Client(tintype.port, name, line) for name in names)
    for person in (alice, bob, charlie):
        person.sign_up()
    bob.follow(alice.name)
    return alice, bob, charlie


def post(person: Client, caption: str, visibility: str = "public") -> int:
    file = io.BytesIO()
    Image.new("RGB", (700, 500), "teal").save(file, "JPEG")
    photo_id = person.bring_up(file.getvalue())
    post_id = person.publish(photo_id, caption, uuid.uuid4().hex, visibility)
    person.wait_until_shown(post_id)
    return post_id


def photos(topology: Topology, page: str) -> set[str]:
    """Addresses at the edges, in every width and format."""
    edges = "|".join(re.escape(edge.url) for edge in topology.edges)
    return set(re.findall(rf"(?:{edges})photos/[^\s\",]+", html.unescape(page)))


def status(address: str) -> int:
    return urllib3.request("GET", address, retries=False, timeout=20).status


def statuses(addresses: set[str]) -> set[int]:
    return {status(address) for address in addresses}


def is_missing(person: Client, path: str) -> bool:
    try:
        person.get(path)
    except Surprise as surprise:
        return f"GET {path}: 404" in str(surprise)
    return False


def test_sign_up_follow_post_like_comment_and_delete(
    tintype: Real, topology: Topology, three: tuple[Client, Client, Client]
) -> None:
    alice, bob, charlie = three
    post_id = post(alice, "at the sea")
    tintype.wait_until(lambda: bob.feed() == [post_id])
    assert charlie.feed() == []
    shown = photos(topology, charlie.get(f"/p/{post_id}/"))
    assert len(shown) > 1
    assert statuses(shown) == {200}

    bob.like(post_id)
    comment_id = bob.comment(post_id, "What a sea", uuid.uuid4().hex)
    page = alice.get(f"/p/{post_id}/")
    assert f'id="c{comment_id}"' in page
    assert "What a sea" in page
    tintype.wait_until(
        lambda: all(f"@{bob.name}" in alice.get(path) for path in ("/activity/", f"/p/{post_id}/likes/"))
    )

    alice.delete(post_id)
    assert is_missing(alice, f"/p/{post_id}/")
    assert is_missing(bob, f"/p/{post_id}/")
    tintype.wait_until(lambda: bob.feed() == [])
    tintype.wait_until(lambda: not statuses(shown) & {200})


def test_charlie_gets_nothing_of_what_is_for_followers(
    topology: Topology, three: tuple[Client, Client, Client]
) -> None:
    alice, bob, charlie = three
    post_id = post(alice, "behind the hedge", "followers")
    shown = photos(topology, bob.get(f"/p/{post_id}/"))
    assert len(shown) > 1
    assert statuses(shown) == {200}

    assert is_missing(charlie, f"/p/{post_id}/")
    assert "behind the hedge" not in charlie.get(f"/@{alice.name}/")
    # Somebody who knows the key of a photo and not its signature.
    places = {urlsplit(address) for address in shown}
    store = topology.objects
    assert statuses({f"{place.scheme}://{place.netloc}{place.path}" for place in places}) == {403}
    assert statuses({address.replace("&s=", "&s=x") for address in shown}) == {403}
    assert statuses({f"{store.endpoint}/{store.bucket}{place.path}" for place in places}) == {403}
