"""Somebody keeps an address that was good. After the owner has said no, it shows nothing, at any edge.

Each address is asked for at every edge before, so all of them have the bytes in their caches.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings

from tests.media import DENIED, fetch, statuses
from tintype.accounts.actions import update_profile
from tintype.accounts.suspension import suspend, unsuspend
from tintype.graph.actions import block, decline, follow, unblock, unfollow
from tintype.photos.actions import delete_post
from tintype.photos.faces import set_avatar, set_header
from tintype.storage.queries import media_url
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post, picture
from tintype.testing.tasks import run_tasks


@dataclass(frozen=True)
class Scene:
    """Alice's posts, and the addresses that Bob has found on their pages, all renditions of each."""

    alice: Member
    bob: Member
    posts: dict[str, int]
    kept: dict[str, list[str]]


@pytest.fixture
def scene() -> Scene:
    alice, bob = make_member("alice"), make_member("bob")
    follow(bob.id, alice.id)
    posts = {
        visibility: make_post(alice.id, f"@{bob.username}", visibility=visibility)
        for visibility in ("public", "unlisted", "followers", "direct")
    }
    run_tasks()
    kept = {visibility: addresses(bob, post) for visibility, post in posts.items()}
    for urls in kept.values():
        assert [statuses(url) for url in urls] == [{200}] * len(urls)
    return Scene(alice, bob, posts, kept)


def addresses(viewer: Member, post: int) -> list[str]:
    """Those on the page: a photo in every width and format."""
    page = html.unescape(viewer.client.get(f"/p/{post}/").content.decode())
    found = re.findall(r'[^"\s]*/photos/[0-9]+/[0-9]+/[^"\s,]+', page)
    assert found
    return sorted(set(found))


def turn_private(scene: Scene) -> None:
    update_profile(scene.alice.id, is_private=True)


def block_bob(scene: Scene) -> None:
    block(scene.alice.id, scene.bob.id)


def remove_bob(scene: Scene) -> None:
    decline(scene.alice.id, scene.bob.id)


def suspend_alice(scene: Scene) -> None:
    suspend(scene.alice.username)


def delete_all(scene: Scene) -> None:
    for post in scene.posts.values():
        delete_post(scene.alice.id, post)


EVERY = {"public", "unlisted", "followers", "direct"}
FOR_ALL = {"public", "unlisted"}


@pytest.mark.parametrize(
    ("happens", "dead"),
    [
        (turn_private, FOR_ALL),
        (block_bob, EVERY - FOR_ALL),
        (remove_bob, EVERY - FOR_ALL),
        (suspend_alice, EVERY),
        (delete_all, EVERY),
    ],
    ids=["private", "block", "removed", "suspended", "deleted"],
)
def test_an_address_that_was_kept_is_dead_at_once(
    scene: Scene, happens: Callable[[Scene], None], dead: set[str]
) -> None:
    happens(scene)
    if happens is delete_all and not settings.TOPOLOGY.edges:
        # The files go by a task; only edges are told before that.
        run_tasks()
    for when in ("right after", "when all tasks are done"):
        for visibility, urls in scene.kept.items():
            answered = {status for url in urls for status in statuses(url)}
            assert answered <= {*DENIED} if visibility in dead else answered == {200}, (when, visibility, answered)
        run_tasks()


def test_who_may_still_see_it_finds_new_addresses(scene: Scene) -> None:
    carla = make_member("carla")
    follow(carla.id, scene.alice.id)
    before = addresses(carla, scene.posts["followers"])
    block_bob(scene)
    run_tasks()
    after = addresses(carla, scene.posts["followers"])
    assert not set(before) & set(after)
    assert [fetch(url).status for url in after] == [200] * len(after)
    home = html.unescape(carla.client.get("/").content.decode())
    shown = re.findall(r'src="([^"]*/photos/[^"]+)"', home)
    assert shown
    assert {fetch(url).status for url in shown} == {200}


def test_a_private_account_that_opens_again_gives_out_addresses_of_their_own(scene: Scene) -> None:
    turn_private(scene)
    update_profile(scene.alice.id, is_private=False)
    run_tasks()
    urls = addresses(scene.bob, scene.posts["public"])
    assert not set(urls) & set(scene.kept["public"])
    assert [statuses(url) for url in urls] == [{200}] * len(urls)
    assert all(statuses(url) <= {*DENIED} for url in scene.kept["public"])


def test_what_the_other_side_does_recalls_nothing(scene: Scene) -> None:
    """Else anybody could make all readers fetch somebody's photos anew, as often as they like."""
    mallory = make_member("mallory")
    stamps = scene.alice.person.public_stamp, scene.alice.person.private_stamp
    follow(mallory.id, scene.alice.id)
    unfollow(mallory.id, scene.alice.id)
    follow(mallory.id, scene.alice.id)
    block(mallory.id, scene.alice.id)
    unblock(mallory.id, scene.alice.id)
    update_profile(scene.alice.id, name="Alice", is_private=False)
    run_tasks()
    assert (scene.alice.person.public_stamp, scene.alice.person.private_stamp) == stamps
    assert all(statuses(url) == {200} for urls in scene.kept.values() for url in urls)


def test_a_request_that_is_turned_down_recalls_nothing_and_whoever_was_a_follower_does(scene: Scene) -> None:
    turn_private(scene)
    carla = make_member("carla")
    follow(carla.id, scene.alice.id)
    stamp = scene.alice.person.private_stamp
    decline(scene.alice.id, carla.id)
    assert scene.alice.person.private_stamp == stamp
    decline(scene.alice.id, scene.bob.id)
    assert scene.alice.person.private_stamp == stamp + 1


def test_a_picture_that_was_replaced_or_belongs_to_a_suspended_account_is_gone(scene: Scene) -> None:
    alice = scene.alice
    set_avatar(alice.id, picture())
    set_header(alice.id, picture())
    first = media_url(alice.person.avatar_key)
    assert statuses(first) == {200}
    set_avatar(alice.id, picture())
    run_tasks()
    assert statuses(first) == {404}
    kept = [media_url(alice.person.avatar_key), media_url(alice.person.header_key)]
    assert [statuses(url) for url in kept] == [{200}] * 2
    suspend(alice.username)
    run_tasks()
    assert [statuses(url) for url in kept] == [{404}] * 2
    unsuspend(alice.username)
    again = [media_url(alice.person.avatar_key), media_url(alice.person.header_key)]
    assert [statuses(url) for url in again] == [{200}] * 2
