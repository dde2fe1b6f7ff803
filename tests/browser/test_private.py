"""Who may see what, as two people meet it."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pictures import picture


def test_a_private_account_is_asked_and_approves(visit: Visit) -> None:
    anna, ben = visit("anna"), visit("ben")
    anna.go("/settings/")
    anna.page.get_by_label("Private account").check()
    anna.button("Save").click()
    expect(anna.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    post_id = anna.post(picture("teal"), caption="behind the hedge")

    ben.watch.expect("404")
    ben.follow(anna)
    expect(ben.button("Requested")).to_be_visible()
    expect(ben.page.get_by_role("heading", name="This account is private")).to_be_visible()
    assert ben.go(f"/p/{post_id}/") == 404

    anna.go("/activity/")
    anna.page.get_by_role("link", name="1 request to follow you").click()
    anna.button(f"Approve {ben.name}").click()
    expect(anna.page.get_by_role("status").filter(has_text="Approved")).to_be_visible()

    ben.go("/")
    expect(ben.card("behind the hedge")).to_be_visible()
    ben.go("/activity/")
    expect(ben.page.get_by_text("lets you follow")).to_be_visible()


def test_blocking_parts_two_people(visit: Visit) -> None:
    anna, ben = visit("anna"), visit("ben")
    post_id = anna.post(picture("olive"), caption="an olive")
    ben.follow(anna)
    ben.go("/")
    expect(ben.card("an olive")).to_be_visible()

    anna.watch.confirm_next()
    anna.go(f"/@{ben.name}/")
    anna.page.get_by_label("More").click()
    anna.button("Block").click()
    expect(anna.page.get_by_role("heading", name=f"You have blocked {ben.name}")).to_be_visible()

    ben.watch.expect("404")
    ben.go("/")
    expect(ben.card("an olive")).to_have_count(0)
    assert ben.go(f"/p/{post_id}/") == 404
    assert ben.go(f"/@{anna.name}/") == 404

    anna.go("/settings/")
    anna.button(f"Unblock {ben.name}").click()
    blocked = anna.page.get_by_role("region", name="People you have blocked")
    expect(blocked.get_by_text("Nobody.")).to_be_visible()
    assert ben.go(f"/p/{post_id}/") == 200


def test_deleting_and_the_stale_page_that_still_shows_it(visit: Visit) -> None:
    anna, ben = visit("anna"), visit("ben")
    post_id = anna.post(picture("plum"), caption="a plum")
    ben.go(f"/p/{post_id}/")
    ben.follow(anna)
    ben.go("/")
    stale = ben.card("a plum")
    expect(stale).to_be_visible()

    anna.watch.confirm_next()
    anna.page.get_by_label("More").click()
    anna.button("Delete post").click()
    expect(anna.page.get_by_role("heading", name="Your photos will be here")).to_be_visible()

    ben.watch.expect("404")
    stale.get_by_role("button", name="Like").click()
    expect(ben.page.locator("#toast")).to_contain_text("It may have been deleted")
    stale.get_by_role("link", name="Comments: 0").click()
    expect(ben.page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    ben.go("/")
    expect(stale).to_have_count(0)


def test_muting_hides_from_the_feed_until_it_is_taken_back(visit: Visit) -> None:
    anna, ben = visit("anna"), visit("ben")
    anna.post(picture("olive"), caption="one more olive")
    ben.follow(anna)
    ben.go("/")
    expect(ben.card("one more olive")).to_be_visible()

    ben.go(f"/@{anna.name}/")
    ben.page.get_by_label("More").click()
    ben.button("Mute").click()
    expect(ben.page.get_by_text(f"You have muted {anna.name}")).to_be_visible()
    ben.go("/")
    expect(ben.card("one more olive")).to_have_count(0)

    ben.go("/settings/")
    ben.button(f"Unmute {anna.name}").click()
    expect(ben.button(f"Unmute {anna.name}")).to_have_count(0)
    ben.go("/")
    expect(ben.card("one more olive")).to_be_visible()
