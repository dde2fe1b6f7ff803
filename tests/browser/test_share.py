"""A post that is shared comes to people who do not know its owner."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK, Visit
from tests.browser.pictures import picture


def test_a_shared_post_comes_to_the_sharer_s_followers_who_share_it_on(visit: Visit) -> None:
    anna, ben, cleo = visit("anna", DESK), visit("ben"), visit("cleo", DESK)
    post_id = anna.post(picture("teal"), caption="for the world")
    cleo.follow(ben)
    ben.go(f"/p/{post_id}/")
    ben.button("Share").click()
    expect(ben.button("Share")).to_have_attribute("aria-pressed", "true")
    expect(ben.page.get_by_role("link", name="1 share")).to_be_visible()

    cleo.until("/", "for the world")
    card = cleo.card("for the world")
    expect(card.locator(".shared-by")).to_have_text(f"{ben.name} shared")
    cleo.screenshot("desk-shared")
    share = card.get_by_role("button", name="Share")
    expect(share).to_have_attribute("aria-pressed", "false")
    share.click()
    expect(share).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("link", name="2 shares")).to_be_visible()
    cleo.go("/")
    expect(share).to_have_attribute("aria-pressed", "true")
    share.click()
    expect(share).to_have_attribute("aria-pressed", "false")

    anna.until("/activity/", "shared your photo")
    ben.go("/")
    expect(ben.card("for the world").locator(".shared-by")).to_have_text(f"{ben.name} shared")
    ben.screenshot("phone-shared")
