"""What the object store answers in codes, the page says in words; what passes by itself is tried again."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.pictures import picture
from tests.browser.visitor import Visitor


def answers(visitor: Visitor, status: int, code: str, *, times: int) -> list[Route]:
    """To so many forms, in place of the store; the others it gets itself."""
    visitor.watch.expect(f"status of {status}")
    refused: list[Route] = []

    def answer(route: Route) -> None:
        if len(refused) == times:
            route.continue_()
            return
        refused.append(route)
        body = (
            f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>in S3's words</Message></Error>"
        )
        route.fulfill(status=status, content_type="application/xml", body=body)

    visitor.page.route("**/store/", answer)
    return refused


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, "EntityTooLarge", "The file has changed since it was chosen."),
        (400, "EntityTooSmall", "The file has changed since it was chosen."),
        (403, "QuotaExceeded", "There is no room left for your photos."),
        (403, "SignatureDoesNotMatch", "The place for photos does not know this server."),
        (404, "NoSuchBucket", "The place for photos is not set up."),
        (400, "Whatever", "The place for photos does not take this file (Whatever)."),
    ],
)
def test_what_stays_so_is_said_in_words(visit: Visit, status: int, code: str, words: str) -> None:
    anna = visit("anna")
    anna.choose()
    refused = answers(anna, status, code, times=9)
    anna.add(picture("teal"))
    expect(anna.picked(0).locator(".status")).to_contain_text(words)
    expect(anna.page.locator("#hint")).to_have_text("Remove the photo that could not be used, then post.")
    assert len(refused) == 1


def test_a_form_that_has_expired_is_renewed(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose()
    refused = answers(anna, 403, "AccessDenied", times=2)
    anna.add(picture("teal"))
    anna.publish()
    assert len(refused) == 2


def test_who_is_never_let_in_is_told(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose()
    answers(anna, 403, "AccessDenied", times=9)
    anna.add(picture("teal"))
    expect(anna.picked(0).locator(".status")).to_contain_text("does not let this one in (AccessDenied)")


@pytest.mark.parametrize(("status", "code"), [(503, "SlowDown"), (500, "InternalError"), (400, "RequestTimeout")])
def test_what_passes_is_tried_again(visit: Visit, status: int, code: str) -> None:
    anna = visit("anna")
    anna.choose()
    refused = answers(anna, status, code, times=1)
    anna.add(picture("teal"))
    expect(anna.picked(0).locator(".status")).to_have_text("Interrupted. Trying again soon.")
    anna.picked(0).get_by_role("button", name="Try again").click()
    anna.publish()
    assert len(refused) == 1


def test_a_full_store_is_waited_for(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose()
    answers(anna, 507, "InsufficientStorage", times=1)
    anna.add(picture("teal"))
    expect(anna.picked(0).locator(".status")).to_contain_text("There is no room for more photos right now.")
    anna.publish()
