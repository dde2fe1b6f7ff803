"""Each limit fires at one more than it allows, for that person alone, and says so kindly."""

import secrets
from collections.abc import Callable, Iterator
from ipaddress import IPv6Address

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.web.asking import HTMX, JSON, body, comment_form, post_form
from tintype.lib import ratelimit
from tintype.testing.member import PASSWORD, Member
from tintype.testing.posts import make_photo, make_post

MOST = 3
SLOWER = "A little slower, please"


@pytest.fixture(autouse=True)
def limits(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product's own, but narrow enough to be reached."""
    settings.TINTYPE_RATE_LIMITS = True
    monkeypatch.setattr(ratelimit, "RATES", dict.fromkeys(ratelimit.RATES, f"{MOST}/hour"))
    ratelimit._rate.cache_clear()
    yield
    ratelimit._rate.cache_clear()


def like(member: Member, post: int) -> int:
    return member.client.post(f"/p/{post}/like/", {"liked": "1"}).status_code


def remark(member: Member, post: int) -> int:
    return member.client.post(f"/p/{post}/comments/", comment_form("hello")).status_code


def publish(member: Member, _: int) -> int:
    return member.client.post("/posts/", post_form([make_photo(member.id)]), headers=JSON).status_code


def upload(member: Member, _: int) -> int:
    offer = {"type": "image/jpeg", "size": 5}
    return member.client.post("/uploads/", offer, content_type="application/json", headers=JSON).status_code


def follow(member: Member, _: int) -> int:
    return member.client.post("/@nobody_of_this_name/follow/", {"follow": "1"}).status_code


def block(member: Member, _: int) -> int:
    return member.client.post("/@nobody_of_this_name/block/", {"block": "1"}).status_code


def save(member: Member, _: int) -> int:
    return member.client.post("/settings/", {"name": "x"}).status_code


def picture(member: Member, _: int) -> int:
    return member.client.post("/settings/picture/").status_code


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (like, 302),
        (remark, 302),
        (publish, 201),
        (upload, 201),
        (follow, 404),
        (block, 404),
        (save, 302),
        (picture, 400),
    ],
)
def test_a_limit_fires_at_one_more_and_for_that_person_alone(
    alice: Member, bob: Member, act: Callable[[Member, int], int], allowed: int
) -> None:
    post = make_post(alice.id)
    assert [act(alice, post) for _ in range(MOST + 1)] == [allowed] * MOST + [429]
    assert act(bob, post) == allowed


def test_it_is_told_as_a_page_as_words_or_as_json(alice: Member) -> None:
    post = make_post(alice.id)
    for _ in range(MOST):
        like(alice, post)
    path, form = f"/p/{post}/like/", {"liked": "1"}
    page, words, told = (alice.client.post(path, form, headers=headers) for headers in ({}, HTMX, JSON))
    assert [answer.status_code for answer in (page, words, told)] == [429] * 3
    assert (SLOWER in body(page), "<" in body(words), list(told.json())) == (True, False, ["message"])


def test_reading_is_not_counted(alice: Member) -> None:
    post = make_post(alice.id)
    paths = ["/", f"/p/{post}/", f"/@{alice.username}/", "/activity/", "/settings/"]
    assert {alice.client.get(path).status_code for path in paths * (MOST + 1)} == {200}


@pytest.fixture
def address(settings: Settings) -> str:
    """Of a newcomer; with allauth's own limits, which tests have switched off."""
    settings.ACCOUNT_RATE_LIMITS = {}
    return str(IPv6Address(secrets.randbits(125)))


def attempts(path: str, form: dict[str, str], many: int, address: str) -> list[int]:
    """From one address, with another forged one each time."""
    forged = [{"X-Forwarded-For": f"10.0.0.{number}", "X-Real-IP": f"10.0.0.{number}"} for number in range(many)]
    clients = [Client(headers=headers, REMOTE_ADDR=address) for headers in forged]
    return [client.post(path, form).status_code for client in clients]


def test_guessing_a_password_ends_after_five(alice: Member, address: str) -> None:
    wrong = {"login": alice.username, "password": "wrong"}
    assert attempts("/account/login/", wrong, 5, address) == [200] * 5
    right = Client(REMOTE_ADDR=address).post("/account/login/", {"login": alice.username, "password": PASSWORD})
    assert (right.status_code, "Too many failed" in body(right)) == (200, True)


def test_mails_to_one_address_end_after_five(alice: Member, address: str) -> None:
    statuses = attempts("/account/password/reset/", {"email": alice.email}, 6, address)
    assert statuses == [302] * 5 + [429]


def test_signing_up_ends_after_twenty_from_one_address(address: str) -> None:
    statuses = attempts("/account/signup/", {"username": "x"}, 21, address)
    assert statuses == [200] * 20 + [429]


def test_the_entrance_says_it_as_the_other_pages_do(address: str) -> None:
    attempts("/account/signup/", {"username": "x"}, 20, address)
    assert SLOWER in body(Client(REMOTE_ADDR=address).post("/account/signup/", {"username": "x"}))


def test_a_password_is_changed_at_most_five_times_a_minute(alice: Member, address: str) -> None:
    form = {"oldpassword": "wrong", "password1": "a b c d e f", "password2": "a b c d e f"}
    statuses = [alice.client.post("/account/password/change/", form).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
