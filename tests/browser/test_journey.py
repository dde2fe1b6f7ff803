"""What Tintype is for, from the first visit to the last click."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESK, Visit
from tests.browser.pictures import picture
from tests.browser.visitor import Visitor


def post_three(anna: Visitor) -> int:
    anna.choose(picture("teal"), picture("maroon", (480, 640)), picture("gold"))
    expect(anna.page.get_by_role("progressbar", name="Upload of photo 3")).to_be_attached()
    anna.describe(1, "A green wall")
    anna.describe(3, "A golden one")
    anna.page.get_by_role("textbox", name="Caption").fill("Three walls on one walk #walls\nand a second line")
    return anna.publish()


def find_and_follow(ben: Visitor, anna: Visitor) -> None:
    ben.page.get_by_role("link", name="Find people").locator("visible=true").click()
    ben.page.get_by_role("searchbox").fill(anna.name[:8])
    ben.button("Find").click()
    ben.button(f"Follow {anna.name}").click()
    expect(ben.button("Following")).to_be_visible()


def like_and_comment(ben: Visitor) -> None:
    card = ben.card("Three walls on one walk")
    expect(card).to_have_count(1)
    expect(card.get_by_role("img", name="A green wall")).to_be_visible()
    like = card.get_by_role("button", name=re.compile("^Like"))
    like.click()
    expect(card.locator("button[aria-pressed=true]")).to_be_visible()
    card.get_by_role("link", name="Comments: 0").click()
    expect(ben.page.locator("button[aria-pressed=true]").first).to_be_visible()
    ben.page.get_by_label("Your comment").fill("The gold one! #walls")
    ben.button("Send").click()
    expect(ben.page.get_by_role("listitem").filter(has_text="The gold one!")).to_be_visible()
    expect(ben.page.get_by_label("Your comment")).to_have_value("")


def is_told(anna: Visitor, ben: Visitor) -> None:
    """Of the follow, the like and the comment."""
    badge = anna.tab("Activity").locator(".count-badge")
    for _ in range(20):
        anna.go("/")
        if badge.get_attribute("data-count") == "3":
            break
        anna.page.wait_for_timeout(200)
    expect(badge).to_have_attribute("data-count", "3")
    anna.tab("Activity").click()
    news = anna.page.get_by_role("main").get_by_role("listitem").filter(has_text=ben.name)
    expect(news).to_have_count(3)
    for words in ("follows you now", "likes your photo", "The gold one!"):
        expect(news.filter(has_text=words)).to_have_count(1)
    news.filter(has_text="likes your photo").get_by_role("link", name="The photo").click()
    expect(anna.page.get_by_role("heading", name="1 comment")).to_be_visible()
    anna.go("/")
    expect(badge).to_have_attribute("data-count", "0")


def test_sign_up_post_follow_see_like_comment_get_told_sign_out(visit: Visit) -> None:
    anna, ben = visit("anna", is_new=True), visit("ben", is_new=True)
    anna.sign_up()
    post_three(anna)
    anna.go("/")
    expect(anna.card("Three walls on one walk")).to_be_visible()

    ben.sign_up()
    find_and_follow(ben, anna)
    ben.tab("Home").click()
    like_and_comment(ben)

    is_told(anna, ben)
    anna.sign_out()
    assert anna.go("/activity/") == 200
    expect(anna.button("Sign in")).to_be_visible()
    anna.sign_in()


def test_at_a_desk(visit: Visit) -> None:
    anna, ben = visit("anna", DESK, is_new=True), visit("ben", DESK, is_new=True)
    anna.sign_up()
    post_three(anna)
    ben.sign_up()
    find_and_follow(ben, anna)
    ben.tab("Home").click()
    like_and_comment(ben)
    ben.go(f"/@{anna.name}/")
    ben.page.get_by_role("main").get_by_role("link", name="A green wall").click()
    ben.button("Next photo").click()
    expect(ben.button("Previous photo")).to_be_visible()
    ben.sign_out()
