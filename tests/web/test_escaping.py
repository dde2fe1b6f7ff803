"""What people write is text on every page that shows it: there as it was typed, and never markup."""

import json
import re

import pytest

from tests.web.asking import HTMX, body, comment_form, escaped, post_form
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.photos.actions import comment, like, publish_post
from tintype.photos.records import Draft
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_photo
from tintype.testing.tasks import run_tasks

EVIL = "<script>alert('{0}')</script>\"><img src=x onerror=alert({0})>&amp;"
# Emoji of several code points, Arabic, an override of the direction, and signs that end no line and no attribute.
STRANGE = "👩‍👩‍👧 مرحبا \u202e abc \u2028 é"


def evil(where: str) -> str:
    return EVIL.format(where)


def is_raw(page: str) -> bool:
    return "<script>alert" in page or "<img src=x" in page


@pytest.fixture
def villain() -> Member:
    """Everything they could write about themselves is markup."""
    made = make_member("villain")
    update_profile(made.id, name=evil("n")[:60], bio=evil("bio"), is_private=False)
    return made


NAME = escaped(evil("n")[:60])


def evil_post(owner: Member, mentioned: str = "") -> int:
    caption = f"{evil('caption')} {mentioned}"
    return publish_post(owner.id, Draft([make_photo(owner.id)], [evil("alt")], caption, "public", unique_name("key")))


def assert_shown(page: str, *texts: str) -> None:
    assert [text for text in texts if escaped(text) not in page] == []
    assert not is_raw(page)


def test_in_the_home_feed(villain: Member, bob: Member) -> None:
    follow(bob.id, villain.id)
    evil_post(villain)
    run_tasks()
    for _ in ("cold", "warm"):
        page = body(bob.client.get("/"))
        assert_shown(page, evil("caption"), evil("alt"))
        assert NAME in page


def test_on_the_page_of_a_post_and_its_comments(villain: Member, bob: Member, anonymous: Member) -> None:
    post = evil_post(villain)
    comment(villain.id, post, evil("comment"), "key")
    for client in (villain.client, bob.client, anonymous.client):
        page = body(client.get(f"/p/{post}/"))
        assert_shown(page, evil("caption"), evil("alt"), evil("comment"))
        assert f"<title>Photo by {NAME}" in page
        part = body(client.get(f"/p/{post}/?before={2**62}", headers=HTMX))
        assert_shown(part, evil("comment"))


def test_on_a_profile_and_its_grid(villain: Member, anonymous: Member) -> None:
    evil_post(villain)
    page = body(anonymous.client.get(f"/@{villain.username}/"))
    assert_shown(page, evil("bio"), evil("alt"))
    assert f"<bdi>{NAME}</bdi>" in page


def test_a_caption_in_place_of_a_description(villain: Member, anonymous: Member) -> None:
    publish_post(villain.id, Draft([make_photo(villain.id)], [""], evil("caption"), "public", "key"))
    assert_shown(body(anonymous.client.get(f"/@{villain.username}/")), evil("caption"))


def test_on_the_page_of_a_tag(villain: Member, anonymous: Member) -> None:
    tag = unique_name("tag")
    caption = f"#{tag} {evil('caption')}"
    publish_post(villain.id, Draft([make_photo(villain.id)], [evil("alt")], caption, "public", "key"))
    run_tasks()
    assert_shown(body(anonymous.client.get(f"/t/{tag}/")), evil("alt"))


@pytest.mark.parametrize("tag", ["<script>alert(1)", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "a%22onclick", "{{7*7}}"])
def test_a_tag_in_an_address_is_a_word_or_nothing(anonymous: Member, tag: str) -> None:
    answer = anonymous.client.get(f"/t/{tag}/")
    assert (answer.status_code, is_raw(body(answer))) == (404, False)


def test_on_the_activity_page(villain: Member, alice: Member) -> None:
    post = evil_post(alice)
    like(villain.id, post)
    comment(villain.id, post, evil("comment"), "key")
    comment(villain.id, evil_post(villain), f"{evil('mention')} @{alice.username}", "key")
    run_tasks()
    assert_shown(body(alice.client.get("/activity/")), evil("comment"), evil("mention"))


def test_in_lists_of_people(villain: Member, alice: Member) -> None:
    post = evil_post(alice)
    like(villain.id, post)
    follow(villain.id, alice.id)
    follow(alice.id, villain.id)
    paths = [f"/p/{post}/likes/", f"/@{alice.username}/followers/", f"/@{alice.username}/following/"]
    for path in [*paths, f"/people/?q={villain.username}"]:
        page = body(alice.client.get(path))
        assert (NAME in page, is_raw(page)) == (True, False), path


def test_in_requests_and_among_the_blocked(villain: Member, alice: Member) -> None:
    update_profile(alice.id, name="", bio="", is_private=True)
    follow(villain.id, alice.id)
    asking = body(alice.client.get("/requests/"))
    done = body(alice.client.post(f"/requests/{villain.username}/", {"decision": "approve"}, headers=HTMX))
    block(alice.id, villain.id)
    blocked = body(alice.client.get("/settings/"))
    assert [(NAME in page, is_raw(page)) for page in (asking, done, blocked)] == [(True, False)] * 3


def test_in_ones_own_settings_right_or_refused(villain: Member) -> None:
    assert_shown(body(villain.client.get("/settings/")), evil("bio"))
    refused = body(villain.client.post("/settings/", {"name": evil("n") * 3, "bio": evil("bio") * 9}))
    assert_shown(refused, evil("n") * 3, evil("bio") * 9)


def test_in_the_search(alice: Member) -> None:
    page = body(alice.client.get("/people/", {"q": "<script>alert('x')</script>\"><i"}))
    assert 'value="&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;' in page
    assert not is_raw(page)


def test_in_forms_that_come_back(alice: Member) -> None:
    post = evil_post(alice)
    refused = body(alice.client.post(f"/p/{post}/comments/", comment_form(evil("again") * 20)))
    assert_shown(refused, evil("again") * 20)
    draft = post_form([make_photo(alice.id)], evil("again") * 50) | {"alts": [evil("alt")]}
    page = body(alice.client.post("/posts/", draft))
    assert_shown(page, evil("again") * 50)
    restored = re.search(r'<script id="restored" type="application/json">(.*?)</script>', page)
    assert restored
    assert json.loads(restored[1])["photos"][0]["alt"] == evil("alt")


@pytest.mark.parametrize(
    "address", ["/<script>alert(1)</script>/", "/p/<img src=x>/", "/@<script>alert/", "/media/<script>alert"]
)
def test_an_address_that_is_not_there_is_not_repeated(anonymous: Member, address: str) -> None:
    answer = anonymous.client.get(address)
    assert (answer.status_code, is_raw(body(answer))) == (404, False)


def test_emoji_and_other_directions_come_out_as_they_went_in(alice: Member, anonymous: Member) -> None:
    assert alice.client.post("/settings/", {"name": STRANGE, "bio": STRANGE}).status_code == 302
    answer = alice.client.post("/posts/", post_form([make_photo(alice.id)], STRANGE) | {"alts": [STRANGE]})
    alice.client.post(f"{answer['Location']}comments/", comment_form(STRANGE))
    page = body(anonymous.client.get(answer["Location"]))
    assert page.count(f'dir="auto">{STRANGE}') == 2  # caption and description
    assert f"</a> {STRANGE}</p>" in page  # comment
    # In a name, the override of the direction ends with its own element.
    assert f"<bdi>{' '.join(STRANGE.split())}</bdi>" in page


def test_what_is_no_text_at_all_is_refused_or_mended(alice: Member, anonymous: Member) -> None:
    post = evil_post(alice)
    path, form = f"/p/{post}/comments/", "application/x-www-form-urlencoded"
    key = comment_form("")["idempotency_key"]
    nul = alice.client.post(path, f"idempotency_key={key}&text=a%00b", content_type=form)
    broken = alice.client.post(path, f"idempotency_key={key}&text=a%ff%c3b", content_type=form)
    controls = alice.client.post("/settings/", {"name": "a\x02l\x1bb", "bio": "\x07"})
    assert [answer.status_code for answer in (nul, broken, controls)] == [400, 302, 302]
    page = body(anonymous.client.get(f"/p/{post}/"))
    assert page.count('class="comment"') == 1
    assert "</a> a\ufffd\ufffdb</p>" in page
    assert (alice.person.name, alice.person.bio) == ("alb", "")
