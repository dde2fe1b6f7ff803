"""The Share button, who shared, and the line above a card in the home feed."""

import pytest

from tests.web.asking import HTMX, body
from tintype.graph.actions import follow
from tintype.photos.shares.actions import share
from tintype.photos.shares.queries import shared_among
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks
from tintype.web.cards import OFF, ON


def test_the_button_shares_and_takes_back(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    path = f"/p/{post}/share/"
    button = body(bob.client.post(path, {"shared": "1"}, headers=HTMX))
    assert f'name="shared" {ON}' in button
    assert f'href="/p/{post}/shares/">1<' in button
    assert f'name="shared" {ON}' in body(bob.client.get(f"/p/{post}/"))
    button = body(bob.client.post(path, {"shared": "0"}, headers=HTMX))
    assert f'name="shared" {OFF}' in button
    assert "/shares/" not in button
    assert shared_among(bob.id, [post]) == set()


def test_without_scripts_the_button_leads_back_to_the_post(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    answer = bob.client.post(f"/p/{post}/share/", {"shared": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{post}/")
    assert shared_among(bob.id, [post]) == {post}


@pytest.mark.parametrize("value", ["", "2", "yes"])
def test_what_the_button_does_not_say_is_no_share(alice: Member, bob: Member, value: str) -> None:
    post = make_post(alice.id)
    assert bob.client.post(f"/p/{post}/share/", {"shared": value}).status_code == 400
    assert shared_among(bob.id, [post]) == set()


def test_who_shared_is_listed_for_those_who_may_see_the_post(alice: Member, bob: Member, charlie: Member) -> None:
    post = make_post(alice.id)
    share(bob.id, post)
    assert bob.username in body(charlie.client.get(f"/p/{post}/shares/"))
    private = make_member("private", is_private=True)
    assert charlie.client.get(f"/p/{make_post(private.id)}/shares/").status_code == 404


def test_the_home_feed_says_who_shared_and_only_of_shares(alice: Member, bob: Member, charlie: Member) -> None:
    follow(charlie.id, bob.id)
    assert charlie.client.get("/").status_code == 200
    post = make_post(alice.id, "a stranger's")
    own = make_post(bob.id, "his own")
    share(bob.id, post)
    run_tasks()
    page = body(charlie.client.get("/"))
    assert page.index(f'id="p{post}"') < page.index(f'id="p{own}"')
    assert page.count("shared-by") == 1
    card = page[page.index(f'id="p{post}"') : page.index(f'id="p{own}"')]
    assert f'<a href="/@{bob.username}/"><bdi>{bob.username}</bdi></a> shared' in card
    assert f'name="shared" {OFF}' in card
    charlie.client.post(f"/p/{post}/share/", {"shared": "1"})
    card = body(charlie.client.get("/")).split(f'id="p{post}"')[1]
    assert f'name="shared" {ON}' in card


def test_the_owner_is_told_once_and_no_longer_when_it_is_taken_back(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    told = "shared your photo."
    bob.client.post(f"/p/{post}/share/", {"shared": "1"})
    bob.client.post(f"/p/{post}/share/", {"shared": "1"})
    run_tasks()
    assert body(alice.client.get("/activity/")).count(told) == 1
    bob.client.post(f"/p/{post}/share/", {"shared": "0"})
    run_tasks()
    assert told not in body(alice.client.get("/activity/"))
