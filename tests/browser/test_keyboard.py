"""Without a mouse or a finger."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import DESK, Visit
from tests.browser.pictures import picture
from tests.browser.visitor import PASSWORD, Visitor

MOST_STEPS = 40


def tab_to(visitor: Visitor, wanted: Locator) -> None:
    for _ in range(MOST_STEPS):
        visitor.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached with the Tab key")


def test_sign_in_and_like_with_the_keyboard_alone(visit: Visit) -> None:
    anna, ben = visit("anna"), visit("ben", DESK)
    anna.post(picture("teal"), caption="reach me")
    ben.follow(anna)
    ben.sign_out()

    ben.go("/account/login/")
    tab_to(ben, ben.page.get_by_label("Name or e-mail"))
    ben.page.keyboard.type(ben.name)
    tab_to(ben, ben.page.get_by_label("Password"))
    ben.page.keyboard.type(PASSWORD)
    ben.page.keyboard.press("Enter")
    like = ben.card("reach me").get_by_role("button", name="Like")
    expect(like).to_have_attribute("aria-pressed", "false")

    skip = ben.page.get_by_role("link", name="Skip to content")
    tab_to(ben, skip)
    expect(skip).to_be_in_viewport()
    ben.page.keyboard.press("Enter")
    tab_to(ben, like)
    ben.page.keyboard.press("Space")
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(like).to_be_focused()
    ben.page.reload()
    expect(like).to_have_attribute("aria-pressed", "true")
