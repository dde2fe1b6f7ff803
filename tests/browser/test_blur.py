"""While a photo is on its way its place shows its blur; browsers take the format and the width that suits them."""

import re

from PIL import Image
from playwright.sync_api import Route, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.visitor import file
from tests.photos.imaging.camera import encoded, pattern

LOOK = """(image) => ({
    painted: image.style.backgroundImage.startsWith('url("data:image/png'),
    colour: image.style.backgroundColor,
    drawn: image.naturalWidth > 0,
})"""


def test_a_blur_is_there_before_the_photo_and_gone_after(visit: Visit) -> None:
    anna = visit("anna")
    anna.post(file("pattern.jpg", encoded(pattern(1200, 800))))
    held: list[Route] = []
    anna.page.route("**/media/photos/**", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    anna.page.goto("/", wait_until="domcontentloaded")
    photo = anna.page.locator(".plate img")
    expect(photo).to_have_attribute("style", re.compile("background"))
    before = photo.evaluate(LOOK)
    assert (before["painted"], bool(before["colour"]), before["drawn"]) == (True, True, False)
    for route in held:
        route.continue_()
    anna.page.wait_for_function("() => document.querySelector('.plate img').complete")
    assert photo.evaluate(LOOK) == {"painted": False, "colour": "", "drawn": True}


def test_a_phone_takes_no_more_than_its_screen_shows(visit: Visit) -> None:
    """390 wide with two pixels to each: 1080 is the next, and some browsers are content with 640."""
    anna = visit("anna", PHONE)
    anna.post(file("noise.jpg", encoded(Image.effect_noise((2100, 1400), 30).convert("RGB"))))
    anna.go("/")
    photo = anna.page.locator(".plate img")
    anna.page.wait_for_function("() => document.querySelector('.plate img').complete")
    assert re.search(r"-(640|1080)\.webp\?", str(photo.evaluate("(image) => image.currentSrc")))
    assert photo.evaluate("(image) => image.naturalWidth / image.naturalHeight") == 1.5
