"""Following, asking, blocking, and the lists of people: who does what to whom, and what everybody then sees."""

import pytest

from tests.web.asking import HTMX, NOTHING_HERE, body, comment_form, status_and_place
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.graph.queries import relation
from tintype.photos.actions import comment, like
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def press(member: Member, owner: Member, what: str, value: str) -> tuple[int, str]:
    return status_and_place(member.client.post(f"/@{owner.username}/{what}/", {what: value}))


def make_private(member: Member) -> None:
    update_profile(member.id, name="", bio="", is_private=True)


def test_following_and_stopping(alice: Member, bob: Member) -> None:
    home = (302, f"/@{alice.username}/")
    for _ in range(2):  # a double click
        assert press(bob, alice, "follow", "1") == home
    assert relation(bob.id, alice.id).is_following is True
    assert "<b>1</b> follower<" in body(bob.client.get(home[1]))
    for _ in range(2):
        assert press(bob, alice, "follow", "0") == home
    assert relation(bob.id, alice.id).is_following is False
    assert "<b>0</b> followers<" in body(bob.client.get(home[1]))


def test_a_button_comes_back_to_htmx(alice: Member, bob: Member) -> None:
    path = f"/@{alice.username}/follow/"
    following = body(bob.client.post(path, {"follow": "1"}, headers=HTMX))
    stopped = body(bob.client.post(path, {"follow": "0"}, headers=HTMX))
    assert [">Following</button>" in following, ">Follow</button>" in stopped] == [True, True]
    assert "<html" not in following + stopped


@pytest.mark.parametrize("what", ["follow", "block", "mute"])
@pytest.mark.parametrize("value", ["", "2", "true", "1\0", "-1", "💥"])
def test_a_button_has_two_values(alice: Member, bob: Member, what: str, value: str) -> None:
    assert press(bob, alice, what, value)[0] == 400
    assert bob.client.post(f"/@{alice.username}/{what}/").status_code == 400


@pytest.mark.parametrize("what", ["follow", "block", "mute"])
def test_nobody_does_it_to_themselves(alice: Member, what: str) -> None:
    answer = alice.client.post(f"/@{alice.username}/{what}/", {what: "1"})
    assert (answer.status_code, "That is not possible" in body(answer)) == (409, True)


@pytest.mark.parametrize("what", ["follow", "block", "mute"])
def test_nor_to_nobody(alice: Member, what: str) -> None:
    for name in ("nobody_of_this_name", "x" * 31, "a-b", "%00"):
        for value in "10":
            assert alice.client.post(f"/@{name}/{what}/", {what: value}).status_code == 404


@pytest.mark.parametrize("what", ["follow", "block", "mute"])
def test_who_is_not_signed_in_is_asked_to(alice: Member, anonymous: Member, what: str) -> None:
    assert press(anonymous, alice, what, "1") == (302, "/account/login/?next=/")


def test_a_private_account_is_asked_and_decides(alice: Member, bob: Member, charlie: Member) -> None:
    make_private(alice)
    post = make_post(alice.id)
    for asking in (bob, charlie):
        press(asking, alice, "follow", "1")
        assert ">Requested</button>" in body(asking.client.get(f"/@{alice.username}/"))
        assert asking.client.get(f"/p/{post}/").status_code == 404
    waiting = body(alice.client.get("/requests/"))
    assert [f"Approve {member.username}" in waiting for member in (bob, charlie)] == [True, True]
    for member, decision in ((bob, "approve"), (charlie, "decline")):
        answer = alice.client.post(f"/requests/{member.username}/", {"decision": decision})
        assert status_and_place(answer) == (302, "/requests/")
    assert [member.client.get(f"/p/{post}/").status_code for member in (bob, charlie)] == [200, 404]
    assert "Nobody is waiting" in body(alice.client.get("/requests/"))


def test_a_request_is_taken_back(alice: Member, bob: Member) -> None:
    make_private(alice)
    press(bob, alice, "follow", "1")
    press(bob, alice, "follow", "0")
    assert bob.username not in body(alice.client.get("/requests/"))
    assert alice.client.post(f"/requests/{bob.username}/", {"decision": "approve"}).status_code == 404


def test_nobody_decides_for_another(alice: Member, bob: Member, charlie: Member) -> None:
    make_private(alice)
    press(bob, alice, "follow", "1")
    assert bob.client.post(f"/requests/{bob.username}/", {"decision": "approve"}).status_code == 404
    assert charlie.client.post(f"/requests/{bob.username}/", {"decision": "approve"}).status_code == 404
    assert bob.username not in body(charlie.client.get("/requests/"))
    assert relation(bob.id, alice.id).is_following is False


@pytest.mark.parametrize("decision", ["", "perhaps", "approve\0"])
def test_a_decision_is_one_of_two(alice: Member, bob: Member, decision: str) -> None:
    assert alice.client.post(f"/requests/{bob.username}/", {"decision": decision}).status_code == 400


def test_a_block_hides_both_from_each_other_everywhere(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    follow(alice.id, bob.id)
    posts = {member.id: make_post(member.id) for member in (alice, bob, charlie)}
    for member in (alice, bob):
        comment(member.id, posts[charlie.id], f"said by {member.username}", "key")
        like(member.id, posts[charlie.id])
        follow(member.id, charlie.id)
        follow(charlie.id, member.id)
    run_tasks()
    press(alice, bob, "block", "1")
    place = f"/p/{posts[charlie.id]}/"
    paths = [
        place,
        f"{place}likes/",
        f"/@{charlie.username}/followers/",
        f"/@{charlie.username}/following/",
        "/",
        "/activity/",
    ]
    for viewer, other in ((alice, bob), (bob, alice)):
        assert [other.username in body(viewer.client.get(path)) for path in paths] == [False] * len(paths)
        assert viewer.client.get(f"/p/{posts[other.id]}/").status_code == 404
    seen = [member.username in body(charlie.client.get(place)) for member in (alice, bob)]
    assert seen == [True, True]


def test_a_blocked_person_can_do_nothing_and_does_not_learn_it(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    block(alice.id, bob.id)
    answers = [
        bob.client.get(f"/@{alice.username}/"),
        bob.client.get(f"/@{alice.username}/followers/"),
        bob.client.post(f"/@{alice.username}/follow/", {"follow": "1"}),
        bob.client.post(f"/p/{post}/like/", {"liked": "1"}),
        bob.client.post(f"/p/{post}/comments/", comment_form("hello")),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert [NOTHING_HERE in body(answer) for answer in answers] == [True] * 5
    assert f"/@{alice.username}/" not in body(bob.client.get("/people/", {"q": alice.username}))
    assert body(answers[0]) == body(bob.client.get("/@nobody_of_this_name/"))


def test_who_blocks_sees_a_profile_without_photos_and_can_undo_it(alice: Member, bob: Member) -> None:
    make_post(bob.id)
    block(alice.id, bob.id)
    page = body(alice.client.get(f"/@{bob.username}/"))
    assert ("Unblock" in page, f"/photos/{bob.id}/" in page) == (True, False)
    refused = alice.client.post(f"/@{bob.username}/follow/", {"follow": "1"})
    assert (refused.status_code, "Unblock first" in body(refused)) == (409, True)
    press(alice, bob, "block", "0")
    assert f"/photos/{bob.id}/" in body(alice.client.get(f"/@{bob.username}/"))
    assert press(bob, alice, "follow", "1") == (302, f"/@{alice.username}/")


@pytest.mark.parametrize("name", ["nobody_of_this_name", "x" * 31, "a-b", "", "%00", "%F0%9F%92%A5", "a%2fb"])
def test_a_name_that_nobody_has_is_a_kind_404(alice: Member, name: str) -> None:
    for path in (f"/@{name}/", f"/@{name}/followers/", f"/@{name}/following/"):
        answer = alice.client.get(path)
        assert (answer.status_code, NOTHING_HERE in body(answer)) == (404, True)


def test_a_name_in_capitals_is_the_same_person(alice: Member, anonymous: Member) -> None:
    post = make_post(alice.id)
    assert f"/p/{post}/" in body(anonymous.client.get(f"/@{alice.username.upper()}/"))


@pytest.mark.parametrize("q", ["", " ", "%", "_", "\0", "a\0b", "\\", "'", "💥", "x" * 5000, "\u202e", "@", "\u017f"])
def test_any_search_is_answered(alice: Member, q: str) -> None:
    answer = alice.client.get("/people/", {"q": q})
    assert answer.status_code == 200
    assert alice.username not in body(answer)


def test_a_search_finds_by_the_beginning_of_the_name(alice: Member, bob: Member) -> None:
    stem = unique_name("zoe")
    found = make_member(stem)
    for q in (stem, f"@{stem}", stem.upper(), f" {stem} "):
        page = body(alice.client.get("/people/", {"q": q}))
        assert (f"/@{found.username}/" in page, bob.username in page) == (True, False)


def test_who_mutes_sees_it_on_the_profile_and_nobody_else_does(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post = make_post(alice.id)
    run_tasks()
    place = f"/@{alice.username}/"
    assert f"/p/{post}/" in body(bob.client.get("/"))
    for _ in range(2):
        assert press(bob, alice, "mute", "1") == (302, place)
    assert f"/p/{post}/" not in body(bob.client.get("/"))
    page = body(bob.client.get(place))
    assert ("You have muted" in page, ">Unmute<" in page, f"/p/{post}/" in page) == (True, True, True)
    assert "muted" not in body(alice.client.get(f"/@{bob.username}/")).replace('class="muted"', "")
    for _ in range(2):
        press(bob, alice, "mute", "0")
    assert ">Mute<" in body(bob.client.get(place))
    assert f"/p/{post}/" in body(bob.client.get("/"))


def test_who_does_not_show_their_follows_says_so(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    update_profile(alice.id, hides_follows=True)
    for what in ("followers", "following"):
        assert f"{alice.username} does not show this." in body(bob.client.get(f"/@{alice.username}/{what}/"))
    assert bob.username in body(alice.client.get(f"/@{alice.username}/followers/"))


def test_lists_come_page_by_page(alice: Member, anonymous: Member) -> None:
    for _ in range(31):
        follow(make_member("fan").id, alice.id)
    path = f"/@{alice.username}/followers/"
    first = body(anonymous.client.get(path))
    older = first.split(f'hx-get="{path}')[1].split('"')[0]
    rest = body(anonymous.client.get(f"{path}{older}", headers=HTMX))
    assert (first.count('<a class="who"'), rest.count('<a class="who"')) == (30, 1)
    assert "<html" not in rest
