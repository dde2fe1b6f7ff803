"""A post on the pages while its photos are being worked on, and when one of them cannot be shown."""

import io

from tests.web.asking import JSON, body, post_form
from tintype.photos.records import PhotoWords
from tintype.photos.uploads import receive_photo
from tintype.testing.member import Member
from tintype.testing.posts import picture
from tintype.testing.tasks import run_tasks


def posted(owner: Member, data: bytes, **form: str) -> str:
    """The address of a post whose photo nobody has looked at yet."""
    photo = receive_photo(owner.id, io.BytesIO(data), len(data), PhotoWords())
    answer = owner.client.post("/posts/", post_form([photo], "at the sea", **form), headers=JSON)
    assert answer.status_code == 201
    return str(answer.json()["url"])


def test_its_owner_sees_that_it_is_getting_ready_and_others_see_nothing(
    alice: Member, bob: Member, anonymous: Member
) -> None:
    url = posted(alice, picture())
    page, profile = body(alice.client.get(url)), f"/@{alice.username}/"
    assert ("Getting ready" in page, "at the sea" in page, f"{url}comments/" in page) == (True, True, False)
    assert "Getting ready" in body(alice.client.get(profile))
    for other in (bob, anonymous):
        assert other.client.get(url).status_code == 404
        assert url not in body(other.client.get(profile))
    waiting = alice.client.get(f"{url}waiting/")
    assert (waiting.status_code, waiting.headers.get("HX-Refresh")) == (204, None)
    assert [bob.client.get(f"{url}waiting/").status_code, anonymous.client.get(f"{url}waiting/").status_code] == [
        404,
        302,
    ]
    run_tasks()
    ready = alice.client.get(f"{url}waiting/")
    assert (ready.status_code, ready.headers.get("HX-Refresh")) == (204, "true")
    assert "Getting ready" not in body(alice.client.get(url)) + body(alice.client.get(profile))
    assert f"{url}comments/" in body(bob.client.get(url))


def test_a_photo_that_cannot_be_shown_is_told_with_what_to_do(alice: Member, bob: Member) -> None:
    url = posted(alice, picture()[:900])
    run_tasks()
    page = body(alice.client.get(url))
    assert ("This photo is damaged" in page, f'href="{url}edit/"' in page, "hx-trigger" in page) == (True, True, False)
    assert "Not posted" in body(alice.client.get(f"/@{alice.username}/"))
    assert bob.client.get(url).status_code == 404


def test_a_recipe_that_is_none_is_refused_in_words(alice: Member) -> None:
    photo = receive_photo(alice.id, io.BytesIO(picture()), len(picture()), PhotoWords())
    for recipe, words in (("{", "not complete"), ('{"filter": "nonsense"}', "no such filter"), ("[]", "recipe")):
        form = post_form([photo], recipes=recipe)
        answer = alice.client.post("/posts/", form, headers=JSON)
        assert answer.status_code == 400
        assert words in str(answer.json()["errors"])
