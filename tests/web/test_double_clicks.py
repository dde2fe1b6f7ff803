"""The same form twice at the very same moment, as a double click sends it: done once, and told alike."""

from collections.abc import Callable

from django.test import Client

from tests.threads import together
from tests.web.asking import JSON, body, comment_form, post_form
from tintype.photos.counts import counts
from tintype.photos.queries import visible_post
from tintype.testing.member import PASSWORD, Member, unique_name
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks

CLICKS = 4


def clicks(member: Member, path: str, form: dict[str, object]) -> list[tuple[int, str]]:
    """What each of several browsers with the same session is told."""

    def one() -> Callable[[], tuple[int, str]]:
        client = Client()
        client.cookies = member.client.cookies

        def click() -> tuple[int, str]:
            answer = client.post(path, form, headers=JSON)
            return answer.status_code, answer.headers.get("Location", "") or body(answer)

        return click

    member.client.get("/robots.txt")
    return together([one() for _ in range(CLICKS)])


def test_one_post(alice: Member) -> None:
    told = clicks(alice, "/posts/", post_form([make_photo(alice.id), make_photo(alice.id)], "twice"))
    assert (len(set(told)), told[0][0], counts(alice.id).posts) == (1, 201, 1)


def test_one_comment(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    told = clicks(bob, f"/p/{post}/comments/", {**comment_form("twice")})
    shown = visible_post(alice.id, post)
    assert shown is not None
    assert (len(set(told)), told[0][0], shown.comment_count) == (1, 302, 1)


def test_one_like(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    told = clicks(bob, f"/p/{post}/like/", {"liked": "1"})
    shown = visible_post(alice.id, post)
    assert shown is not None
    assert (set(told), shown.like_count) == ({(302, f"/p/{post}/")}, 1)


def test_one_follow(alice: Member, bob: Member) -> None:
    told = clicks(bob, f"/@{alice.username}/follow/", {"follow": "1"})
    run_tasks()
    assert set(told) == {(302, f"/@{alice.username}/")}
    assert "<b>1</b> follower<" in body(alice.client.get(f"/@{alice.username}/"))
    assert "follows you now." in body(alice.client.get("/activity/"))


def test_one_account() -> None:
    name = unique_name("eager")
    form = {"username": name, "email": f"{name}@example.org", "password1": PASSWORD}
    told = together([lambda: Client().post("/account/signup/", form).status_code for _ in range(CLICKS)])
    assert (told.count(302), set(told) <= {302, 200, 409}) == (1, True)


def test_one_deletion(alice: Member) -> None:
    post = make_post(alice.id)
    told = clicks(alice, f"/p/{post}/delete/", {})
    assert sorted(status for status, _ in told) == [302] + [404] * (CLICKS - 1)
