"""Publishing: by script in JSON, by plain form as a page; what was typed comes back."""

import json
import re
import uuid
from typing import Any

from tintype.testing.member import Member
from tintype.testing.posts import make_photo

JSON = {"Accept": "application/json"}


def draft(photos: list[int], **changes: Any) -> dict[str, Any]:
    whole = {
        "photo_ids": photos,
        "alts": ["a sea"] * len(photos),
        "caption": "hello #sea",
        "visibility": "public",
    }
    return whole | {"idempotency_key": str(uuid.uuid4())} | changes


def test_the_page_has_a_key_of_its_own(alice: Member) -> None:
    keys = [
        re.findall(r'name="idempotency_key" value="([0-9a-f-]{36})"', alice.client.get("/new/").content.decode())
        for _ in range(2)
    ]
    assert len(keys[0]) == len(keys[1]) == 1
    assert keys[0] != keys[1]


def test_a_double_click_makes_one_post(alice: Member) -> None:
    form = draft([make_photo(alice.id)])
    first, second = (alice.client.post("/posts/", form, headers=JSON) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert alice.client.get(f"/@{alice.username}/").content.decode().count('href="/p/') == 1


def test_a_plain_form_leads_to_the_post(alice: Member) -> None:
    answer = alice.client.post("/posts/", draft([make_photo(alice.id)]))
    assert re.fullmatch(r"/p/\d+/", answer["Location"])
    page = alice.client.get(answer["Location"]).content.decode()
    assert 'alt="a sea"' in page


def test_refusals_stand_beside_their_field(alice: Member, bob: Member) -> None:
    mine = make_photo(alice.id)
    cases = [
        (draft([]), "photo_ids"),
        (draft([make_photo(bob.id)]), "photo_ids"),
        (draft([mine, mine]), "photo_ids"),
        (draft([mine], photo_ids=["x"]), "photo_ids"),
        (draft([mine], photo_ids=[2**70]), "photo_ids"),
        (draft([mine], caption="x" * 2201), "caption"),
        (draft([mine], caption="nul \0"), "caption"),
        (draft([mine], alts=["x" * 1501]), "alts"),
        (draft([mine], visibility="nobody"), "visibility"),
        (draft([mine], idempotency_key="once"), "idempotency_key"),
    ]
    for form, field in cases:
        answer = alice.client.post("/posts/", form, headers=JSON)
        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == [field]


def test_nothing_typed_is_lost(alice: Member) -> None:
    photo = make_photo(alice.id)
    form = draft([photo], caption="x" * 3000 + "</script><b>", alts=["the </script> sea"], visibility="followers")
    answer = alice.client.post("/posts/", form)
    assert answer.status_code == 400
    page = answer.content.decode()
    found = re.search(r'<script id="restored" type="application/json">(.*?)</script>', page)
    assert found
    restored = json.loads(found[1])
    assert restored == {
        "key": form["idempotency_key"],
        "caption": form["caption"],
        "visibility": "followers",
        "photos": [{"id": str(photo), "alt": "the </script> sea"}],
    }
    assert "2,200 fit" in page
    assert "<b>" not in page.split("restored")[1].split("</textarea>")[0].replace("<b id", "")


def test_a_megabyte_is_too_much_at_once(alice: Member) -> None:
    form = draft([make_photo(alice.id)], caption="x" * 2**20)
    page = alice.client.post("/posts/", form)
    assert page.status_code == 413
    assert "too long" in page.content.decode()
    answer = alice.client.post("/posts/", form, headers=JSON)
    assert (answer.status_code, list(answer.json())) == (413, ["message"])
