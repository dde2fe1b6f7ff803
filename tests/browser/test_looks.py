"""Every page at phone and desk width, light and dark: nothing sticks out, every picture is there.

The pictures it takes (tests/screenshots) are for people to look at.
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.cameras import shots
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.pictures import picture
from tests.browser.visitor import READY_MS, Visitor, file

STICKS_OUT = """() => [...document.querySelectorAll("body *")]
    .filter((element) => !element.closest(".strip, .hush, .skip") && element.getClientRects().length)
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 120))"""
BROKEN = """() => [...document.images]
    .filter((image) => image.complete && !image.naturalWidth).map((image) => image.outerHTML)"""
# Photos further along in a strip, or below the fold, come when they are needed.
ALL_IN_SIGHT_HAVE_COME = """() => [...document.images]
    .filter((image) => image.checkVisibility() && !image.closest(".plate:not(:first-child)"))
    .every((image) => image.complete || image.getBoundingClientRect().top >= innerHeight)"""
# What these show in the dark is on other pages too.
ALIKE = ("likes", "stranger", "followers", "requests", "password", "tag", "nowhere", "sign-out")
CAPTION = "The harbour before anybody was up. #morning #harbour\nWith @{friend}, who carried the tripod."


def look(visitor: Visitor, name: str, *, full: bool = False) -> None:
    visitor.page.wait_for_function(ALL_IN_SIGHT_HAVE_COME)
    assert visitor.page.evaluate(STICKS_OUT) == [], name
    assert visitor.page.evaluate(BROKEN) == [], name
    visitor.screenshot(name, full=full)


def fill_with_life(anna: Visitor, ben: Visitor, cleo: Visitor) -> int:
    taken = [file(shot.name, shot.data) for shot in shots()]
    ben.follow(anna)
    cleo.follow(anna)
    anna.follow(ben)
    ben.post(taken[0], caption="Sunday.")
    post_id = anna.post(*taken[-4:], caption=CAPTION.format(friend=ben.name))
    for visitor in (ben, cleo):
        visitor.go(f"/p/{post_id}/")
        visitor.button("Like").first.click()
        expect(visitor.page.locator("button[aria-pressed=true]").first).to_be_visible()
        visitor.page.get_by_label("Your comment").fill("What a light! " * 6 + "https://example.org/" + "long" * 30)
        visitor.button("Send").click()
        expect(visitor.page.locator("li.comment").last).to_contain_text("What a light!")
    anna.go("/settings/")
    anna.page.get_by_label("Name").fill("Anna Example-Featherstonehaugh")
    anna.page.get_by_label("About you").fill("Photographs water, mostly.\nHarbours, rain, the sea.")
    anna.page.get_by_label("Website").fill("https://anna.example.org/" + "long" * 30)
    anna.page.get_by_label("What field 1 is about").fill("Where I am most of the time")
    anna.page.get_by_label("What field 1 says").fill("By the sea, " * 6 + "https://example.org/" + "long" * 30)
    anna.button("Save").click()
    anna.page.get_by_label("The picture above your profile").last.set_input_files(taken[-1])
    anna.button("Use this picture").last.click()
    expect(anna.page.get_by_role("status").first).to_contain_text("Saved.")
    return post_id


@pytest.mark.slow
def test_every_page_fits(visit: Visit) -> None:
    anna, ben, cleo = visit("anna", DESK), visit("ben"), visit("cleo")
    post_id = fill_with_life(anna, ben, cleo)
    paths = {
        "home": "/",
        "post": f"/p/{post_id}/",
        "likes": f"/p/{post_id}/likes/",
        "profile": f"/@{anna.name}/",
        "stranger": f"/@{ben.name}/",
        "followers": f"/@{anna.name}/followers/",
        "people": f"/people/?q={ben.name[:3]}",
        "activity": "/activity/",
        "requests": "/requests/",
        "settings": "/settings/",
        "password": "/account/password/change/",
        "tag": "/t/harbour/",
        "nowhere": "/p/1/",
        "sign-out": "/account/logout/",
    }
    outside = {
        "landing": "/",
        "sign-in": "/account/login/",
        "sign-up": "/account/signup/",
        "forgotten": "/account/password/reset/",
        "post-from-outside": f"/p/{post_id}/",
    }
    state = anna.context.storage_state()
    for device_name, device in (("phone", PHONE), ("desk", DESK)):
        for scheme in ("light", "dark"):
            options: dict[str, Any] = {"is_new": True, "color_scheme": scheme}
            inside = visit("inside", device, storage_state=state, **options)
            inside.watch.expect("404")
            for name, path in paths.items():
                if scheme == "dark" and name in ALIKE:
                    continue
                inside.go(path)
                look(inside, f"{device_name}-{scheme}-{name}")
            compose(inside, f"{device_name}-{scheme}-compose")
            stranger = visit("outside", device, **options)
            for name, path in outside.items():
                stranger.go(path)
                look(stranger, f"{device_name}-{scheme}-{name}")


def compose(visitor: Visitor, name: str) -> None:
    visitor.watch.expect("status of 400")
    visitor.choose(picture("teal"), file("nothing.jpg", b""), picture("maroon", (300, 600)))
    visitor.page.get_by_role("textbox", name="Caption").fill("Something about it")
    visitor.describe(1, "A wall, green all over")
    expect(visitor.picked(2).locator(".status")).to_have_text("Ready", timeout=READY_MS)
    look(visitor, name, full=True)
