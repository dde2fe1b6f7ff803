"""A post that is changed, and a warning that somebody opens."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pictures import picture


def test_a_post_gets_a_warning_which_somebody_opens(visit: Visit) -> None:
    anna, ben = visit("anna"), visit("ben")
    post_id = anna.post(picture("teal"), caption="the end", visibility="Everyone, unlisted")
    anna.page.get_by_label("More", exact=True).click()
    anna.page.get_by_role("link", name="Change what it says").click()
    anna.page.get_by_label("Warning").fill("Spoils the film")
    anna.page.get_by_label("Description for people who cannot see it").fill("Two people in the rain")
    anna.screenshot("edit-post")
    anna.button("Save").click()
    anna.page.wait_for_url(re.compile(r"/p/\d+/$"))
    expect(anna.page.get_by_role("main")).to_contain_text("edited")
    ben.go(f"/p/{post_id}/")
    photo = ben.page.get_by_role("img", name="Two people in the rain")
    expect(photo).to_be_hidden()
    expect(ben.page.get_by_text("the end")).to_be_hidden()
    ben.screenshot("warning")
    ben.page.get_by_text("Spoils the film").click()
    ben.page.get_by_text("Caption", exact=True).click()
    expect(photo).to_be_visible()
    expect(ben.page.get_by_text("the end")).to_be_visible()
    ben.screenshot("warning-opened")
    anna.go(f"/@{anna.name}/")
    expect(anna.page.get_by_role("main").get_by_role("link", name="Spoils the film")).to_be_visible()
    anna.screenshot("warning-grid")
