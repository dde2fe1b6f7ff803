"""Likes and comments, and what one is told of them."""

import re

import pytest

from tests.web.asking import HTMX, NOTHING_HERE, body, comment_form, status_and_place
from tintype.graph.actions import block, follow
from tintype.photos.actions import comment
from tintype.photos.comment_likes import like_comment
from tintype.photos.shares.actions import share
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def likes_of(member: Member, post: int) -> list[bool]:
    """Whether the post's own page shows it as liked, and that one like is counted."""
    page = body(member.client.get(f"/p/{post}/"))
    return ['aria-pressed="true"' in page.split('class="like"')[1].split("</form>")[0], "1<span class=" in page]


def test_a_like_is_counted_once_and_taken_back(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    path = f"/p/{post}/like/"
    for _ in range(2):
        assert status_and_place(bob.client.post(path, {"liked": "1"})) == (302, f"/p/{post}/")
    assert likes_of(bob, post) == [True, True]
    assert likes_of(alice, post) == [False, True]
    assert bob.username in body(alice.client.get(f"/p/{post}/likes/"))
    for _ in range(2):
        bob.client.post(path, {"liked": "0"})
    assert likes_of(bob, post) == [False, False]
    assert "Nobody likes this photo yet." in body(alice.client.get(f"/p/{post}/likes/"))


def test_the_button_comes_back_to_htmx(alice: Member) -> None:
    post = make_post(alice.id)
    button = body(alice.client.post(f"/p/{post}/like/", {"liked": "1"}, headers=HTMX))
    assert ('value="0" aria-pressed="true"' in button, "<html" in button) == (True, False)


@pytest.mark.parametrize("value", ["", "2", "on", "1\0"])
def test_a_like_is_one_or_nought(alice: Member, value: str) -> None:
    post = make_post(alice.id)
    assert alice.client.post(f"/p/{post}/like/", {"liked": value}).status_code == 400
    assert likes_of(alice, post) == [False, False]


def test_a_comment_stands_on_the_page_for_everyone(alice: Member, bob: Member, anonymous: Member) -> None:
    post = make_post(alice.id)
    status, place = status_and_place(bob.client.post(f"/p/{post}/comments/", comment_form("hello @alice #sea")))
    assert (status, place.split("#")[0]) == (302, f"/p/{post}/")
    page = body(anonymous.client.get(f"/p/{post}/"))
    assert 'hello <a href="/@alice/">@alice</a> <a href="/t/sea/">#sea</a></p>' in page
    assert f'id="{place.split("#")[1]}"' in page
    assert "1 comment<" in page


def test_a_double_click_makes_one_comment(alice: Member) -> None:
    post = make_post(alice.id)
    form = comment_form("only once")
    places = {alice.client.post(f"/p/{post}/comments/", form)["Location"] for _ in range(2)}
    assert len(places) == 1
    assert body(alice.client.get(f"/p/{post}/")).count("only once") == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (comment_form(""), "Write a comment first."),
        (comment_form(" \n "), "Write a comment first."),
        (comment_form("\u200b"), "Write something first."),
        (comment_form("x" * 1001), "The comment has 1,001 characters; 1,000 fit."),
        ({"text": "x"}, "This form was not complete. Please load the page again."),
        ({"text": "x", "idempotency_key": "1"}, "This form was not complete. Please load the page again."),
        ({}, "Write a comment first."),
    ],
)
def test_a_comment_that_cannot_be_comes_back_with_a_word(alice: Member, form: dict[str, str], words: str) -> None:
    post = make_post(alice.id)
    answer = alice.client.post(f"/p/{post}/comments/", form)
    assert (answer.status_code, words in body(answer)) == (400, True)
    assert f">\n{form.get('text', '').strip()}</textarea>" in body(answer) or not form.get("text", "").strip()
    assert "No comments yet." in body(alice.client.get(f"/p/{post}/"))


def test_a_comment_of_the_greatest_length_fits(alice: Member) -> None:
    post = make_post(alice.id)
    assert alice.client.post(f"/p/{post}/comments/", comment_form("👩" * 1000)).status_code == 302
    assert alice.client.post(f"/p/{post}/comments/", comment_form("x" * 2**20)).status_code == 413


def test_a_comment_is_deleted_by_its_author_or_the_owner_of_the_post(
    alice: Member, bob: Member, charlie: Member
) -> None:
    post = make_post(alice.id)
    by_bob = [comment(bob.id, post, f"hello {key}", key).id for key in "ab"]
    paths = [f"/p/{post}/comments/{one}/delete/" for one in by_bob]
    assert charlie.client.post(paths[0]).status_code == 404
    assert paths[0] not in body(charlie.client.get(f"/p/{post}/"))
    assert status_and_place(bob.client.post(paths[0])) == (302, f"/p/{post}/")
    assert paths[1] in body(alice.client.get(f"/p/{post}/"))
    assert status_and_place(alice.client.post(paths[1])) == (302, f"/p/{post}/")
    assert [member.client.post(paths[0]).status_code for member in (bob, alice)] == [404, 404]
    assert "No comments yet." in body(charlie.client.get(f"/p/{post}/"))


def test_who_is_not_signed_in_deletes_nothing(alice: Member, anonymous: Member) -> None:
    post = make_post(alice.id)
    said = comment(alice.id, post, "still here", "key")
    assert anonymous.client.post(f"/p/{post}/comments/{said.id}/delete/")["Location"] == "/account/login/?next=/"
    assert "still here" in body(anonymous.client.get(f"/p/{post}/"))


def test_earlier_comments_come_page_by_page(alice: Member, anonymous: Member) -> None:
    post = make_post(alice.id)
    for number in range(31):
        comment(alice.id, post, f"number {number}.", str(number))
    page = body(anonymous.client.get(f"/p/{post}/"))
    before = page.split("?before=")[1].split("#")[0]
    earlier = body(anonymous.client.get(f"/p/{post}/?before={before}", headers=HTMX))
    assert ("number 0." in page, "number 1." in page, page.index("number 1.") < page.index("number 30.")) == (
        False,
        True,
        True,
    )
    assert (earlier.count("number "), "number 0." in earlier, "<html" in earlier) == (1, True, False)


def test_one_is_told_and_the_number_goes_away_when_it_is_read(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    bob.client.post(f"/p/{post}/like/", {"liked": "1"})
    bob.client.post(f"/p/{post}/comments/", comment_form("lovely light"))
    follow(bob.id, alice.id)
    run_tasks()
    assert 'data-count="3"' in body(alice.client.get("/"))
    page = body(alice.client.get("/activity/"))
    assert [word in page for word in ("likes your photo.", "lovely light", "follows you now.")] == [True] * 3
    assert page.count('class="fresh"') == 3
    assert 'data-count="0"' in body(alice.client.get("/"))
    assert 'class="fresh"' not in body(alice.client.get("/activity/"))
    assert "All quiet" in body(bob.client.get("/activity/"))


def test_shares_likes_of_comments_and_new_posts_are_told_in_their_own_words(alice: Member, bob: Member) -> None:
    follow(alice.id, bob.id, is_loud=True)
    said = comment(alice.id, make_post(bob.id), "Nice", "once").id
    share(bob.id, make_post(alice.id))
    like_comment(bob.id, said)
    make_post(bob.id)
    run_tasks()
    page = " ".join(body(alice.client.get("/activity/")).split())
    words = ("shared your photo.", "likes your comment.", "posted a photo.")
    assert [word for word in words if word not in page] == []


def test_what_is_hidden_by_a_block_is_no_number_for_ever(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    bob.client.post(f"/p/{post}/comments/", comment_form("rude"))
    run_tasks()
    block(alice.id, bob.id)
    assert "All quiet" in body(alice.client.get("/activity/"))
    assert 'data-count="0"' in body(alice.client.get("/"))


def test_a_request_is_told_with_its_way_to_decide(alice: Member, bob: Member) -> None:
    alice.client.post("/settings/", {"is_private": "on"})
    bob.client.post(f"/@{alice.username}/follow/", {"follow": "1"})
    run_tasks()
    page = body(alice.client.get("/activity/"))
    assert "1 request to follow you</a>" in page
    alice.client.post(f"/requests/{bob.username}/", {"decision": "approve"})
    run_tasks()
    assert "lets you follow." in body(bob.client.get("/activity/"))


def test_a_page_of_a_tag_has_what_everyone_may_see(alice: Member, bob: Member, anonymous: Member) -> None:
    tag = f"tag{alice.id}"
    shown, hidden = make_post(alice.id, f"#{tag}"), make_post(alice.id, f"#{tag}", visibility="followers")
    run_tasks()
    for client in (anonymous.client, bob.client, alice.client):
        page = body(client.get(f"/t/{tag.upper()}/"))
        assert [f"/p/{post}/" in page for post in (shown, hidden)] == [True, False]
    alice.client.post(f"/p/{shown}/delete/")
    assert f"/p/{shown}/" not in body(anonymous.client.get(f"/t/{tag}/"))


def test_a_page_of_which_nothing_may_be_seen_leads_on(alice: Member, bob: Member, anonymous: Member) -> None:
    tag = f"tag{alice.id}"
    shown = make_post(alice.id, f"#{tag}")
    comment(bob.id, shown, "the oldest news", "key")
    run_tasks()
    for _ in range(30):
        make_post(bob.id, f"#{tag} @{alice.username}")
    run_tasks()
    bob.client.post("/settings/", {"is_private": "on"})
    # A page of public posts is filled with what may be seen.
    assert f"/p/{shown}/" in body(anonymous.client.get(f"/t/{tag}/"))
    first = body(alice.client.get("/activity/"))
    older = re.findall(r'hx-get="(/activity/[?]before=[0-9]+)"', first)
    assert ("the oldest news" in first, len(older)) == (False, 1)
    assert "the oldest news" in body(alice.client.get(older[0]))


@pytest.mark.parametrize(
    "name", ["123", "a b", "a-b", "x" * 51, "ß" * 26, "%00", "a%2Fb", "💥", "#a", ".", "%E2%80%AE"]
)
def test_what_is_no_tag_is_a_kind_404(anonymous: Member, name: str) -> None:
    answer = anonymous.client.get(f"/t/{name}/")
    assert (answer.status_code, NOTHING_HERE in body(answer)) == (404, True)
