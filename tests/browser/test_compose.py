"""The page for a new post, when something is wrong with the file, the line or the finger."""

import re

import pytest
from PIL import Image
from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Visit
from tests.browser.pictures import damaged, heic, picture
from tests.browser.slow_line import SlowLine, noise
from tests.browser.visitor import READY_MS, Visitor, file
from tests.photos.imaging.camera import encoded

SLOW_BYTES_A_SECOND = 300_000
HUGE_BYTES = 100 * 1024 * 1024


def expect_refused(visitor: Visitor, number: int, words: str) -> None:
    row = visitor.picked(number)
    expect(row.locator(".status")).to_contain_text(words, timeout=READY_MS)
    expect(visitor.button("Post")).to_be_disabled()


def uploads_of(visitor: Visitor) -> list[Request]:
    """What goes to the object store from now on."""
    sent: list[Request] = []
    visitor.page.on("request", lambda request: sent.append(request) if request.url.endswith("/store/") else None)
    return sent


def test_files_that_are_no_photos_are_refused_in_words(visit: Visit) -> None:
    anna = visit("anna")
    anna.watch.expect("status of 400")
    anna.choose(
        picture("teal"),
        file("notes.jpg", b"these are no pixels " * 50),
        file("holiday.heic", heic(), "image/heic"),
        file("renamed.jpg", heic()),
        file("cut-off.jpg", damaged()),
        file("nothing.jpg", b""),
        file("letter.pdf", b"%PDF-1.7", "application/pdf"),
    )
    expect_refused(anna, 1, "not a photo that can be shown here")
    expect_refused(anna, 2, "Most Compatible")
    expect_refused(anna, 3, "Most Compatible")
    expect_refused(anna, 4, "damaged and cannot be read to its end")
    expect_refused(anna, 5, "This file is empty")
    expect_refused(anna, 6, "not a photo that can be shown here")
    expect(anna.page.locator("#hint")).to_have_text("Remove the photo that could not be used, then post.")
    for number in range(6, 0, -1):
        anna.picked(number).get_by_role("button", name="Remove").click()
    anna.publish()
    expect(anna.page.get_by_role("article").get_by_role("img", name="Photo without a description")).to_have_count(1)


def test_a_file_of_100_mb_is_refused_before_a_byte_is_sent(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    anna = visit("anna")
    anna.watch.expect("status of 400")
    huge = tmp_path_factory.mktemp("huge") / "huge.jpg"
    with huge.open("wb") as sparse:
        sparse.truncate(HUGE_BYTES)
    anna.choose()
    sent = uploads_of(anna)
    anna.page.locator("#files").set_input_files(huge)
    expect_refused(anna, 0, "too large. A photo may have up to 25 MB")
    assert sent == []


def test_a_bar_shows_how_far_a_slow_upload_is(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose()
    line = anna.context.new_cdp_session(anna.page)
    speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_BYTES_A_SECOND}
    line.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    anna.add(file("noise.jpg", encoded(Image.effect_noise((900, 700), 90), quality=95)))
    expect(anna.picked(0).locator(".status")).to_have_text(re.compile(r"Sending, [1-9]\d? %"))
    filled = float(anna.picked(0).get_by_role("progressbar", name="Upload of photo 1").get_attribute("value") or 0)
    assert 0 < filled < 1
    anna.wait_until_ready()
    expect(anna.picked(0).get_by_role("progressbar")).to_be_hidden()


def test_whoever_changes_their_mind_while_photos_go_up_posts_later(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose()
    line = SlowLine(anna, SLOW_BYTES_A_SECOND)
    anna.add(noise("long", 2))
    anna.button("Post").click()
    expect(anna.page.locator("#hint")).to_contain_text("It is posted by itself as soon as the photos are up.")
    anna.button("Not yet").click()
    line.become_fast()
    anna.page.get_by_role("textbox", name="Caption").fill("now it is right")
    anna.publish()
    expect(anna.page.get_by_role("article")).to_contain_text("now it is right")


def test_a_post_is_made_before_its_photos_are_ready(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose(noise("long", 2))
    anna.page.get_by_role("textbox", name="Caption").fill("in a hurry")
    anna.post_now()
    expect(anna.page.get_by_role("article")).to_contain_text("in a hurry")
    expect(anna.page.locator(".plate img")).to_have_count(1, timeout=READY_MS)


def test_a_double_click_makes_one_post(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose(picture("teal"))
    anna.page.get_by_role("textbox", name="Caption").fill("once, please")
    anna.wait_until_ready()
    anna.button("Post").dblclick()
    anna.page.wait_for_url(re.compile(r"/p/\d+/$"))
    anna.tab("Profile").click()
    expect(anna.page.get_by_text("1 post", exact=True)).to_be_visible()


def test_the_same_form_sent_from_two_tabs_makes_one_post(visit: Visit) -> None:
    """The draft is in both tabs, with the key that the server knows it by."""
    anna = visit("anna")
    anna.choose(picture("teal"))
    anna.page.get_by_role("textbox", name="Caption").fill("in two tabs")
    anna.wait_until_ready()
    first, anna.page = anna.page, anna.context.new_page()
    anna.go("/new/")
    expect(anna.page.get_by_role("textbox", name="Caption")).to_have_value("in two tabs")
    post_id = anna.publish()
    first.get_by_role("button", name="Post", exact=True).click()
    first.wait_for_url(re.compile(rf"/p/{post_id}/$"))


def test_a_line_that_breaks_in_the_middle_of_an_upload(visit: Visit) -> None:
    anna = visit("anna")
    anna.watch.expect("ERR_INTERNET_DISCONNECTED")
    anna.watch.expect("ERR_FAILED")
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if broken:
            route.continue_()
        else:
            broken.append(route.request.url)
            anna.context.set_offline(True)
            route.abort("failed")

    anna.choose()
    anna.page.get_by_role("textbox", name="Caption").fill("through a tunnel")
    anna.page.route("**/store/", break_once)
    anna.add(picture("teal"))
    expect(anna.picked(0).locator(".status")).to_contain_text("No connection")
    anna.context.set_offline(False)
    anna.publish()
    expect(anna.page.get_by_role("article")).to_contain_text("through a tunnel")


def test_what_was_typed_outlives_the_page(visit: Visit) -> None:
    anna = visit("anna")
    anna.choose(picture("teal"))
    anna.page.get_by_role("textbox", name="Caption").fill("half a thought")
    anna.describe(1, "A green wall")
    anna.wait_until_ready()
    anna.go("/activity/")
    anna.go("/new/")
    expect(anna.page.get_by_role("textbox", name="Caption")).to_have_value("half a thought")
    anna.publish()
    expect(anna.page.get_by_role("img", name="A green wall")).to_be_visible()
