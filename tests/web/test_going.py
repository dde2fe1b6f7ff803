"""Nobody is led away from here."""

import pytest

from tintype.testing.member import Member

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    " //evil.example",
    "///evil.example",
    "/\t/evil.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_of_a_form_stays_here(alice: Member, bob: Member, address: str) -> None:
    answer = bob.client.post(f"/@{alice.username}/follow/", {"follow": "1", "next": address})
    assert answer.status_code == 302
    assert answer["Location"] == f"/@{alice.username}/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_page_one_came_from_counts_only_if_it_is_ours(alice: Member, bob: Member, address: str) -> None:
    answer = bob.client.post(f"/@{alice.username}/follow/", {"follow": "0"}, headers={"Referer": address})
    assert answer["Location"] == f"/@{alice.username}/"


def test_a_form_leads_back_to_its_page(alice: Member, bob: Member) -> None:
    answer = bob.client.post(
        f"/@{alice.username}/follow/", {"follow": "1"}, headers={"Referer": "http://testserver/people/?q=al"}
    )
    assert answer["Location"] == "/people/?q=al"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(alice: Member, anonymous: Member, address: str) -> None:
    form = {"login": alice.username, "password": "correct horse battery", "next": address}
    answer = anonymous.client.post("/account/login/", form)
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_who_is_not_signed_in_is_asked_to(anonymous: Member) -> None:
    assert anonymous.client.get("/activity/")["Location"] == "/account/login/?next=/activity/"
    assert anonymous.client.post("/posts/")["Location"] == "/account/login/?next=/"
    htmx = anonymous.client.post("/p/1/like/", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx["HX-Redirect"]) == (401, "/account/login/?next=/")
    assert anonymous.client.post("/uploads/", headers={"Accept": "application/json"}).status_code == 401
