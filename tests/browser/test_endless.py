"""The home feed has no pages: it goes on where one has scrolled to."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.cluster.real import Real

POSTS = 45
# By the program itself, since forty-five uploads would take a minute.
MAKE_POSTS = """
from tintype.accounts.queries import person_by_username
from tintype.testing.posts import make_post
owner = person_by_username("{name}")
for number in range({count}):
    make_post(owner.id, f"number {{number}} of {count}")
"""


def test_scrolling_reaches_every_post_once(visit: Visit, tintype: Real) -> None:
    anna = visit("anna")
    made = tintype.run("manage", "shell", "-c", MAKE_POSTS.format(name=anna.name, count=POSTS))
    assert made.returncode == 0, made.stderr
    anna.go("/")
    cards = anna.page.get_by_role("article")
    expect(cards).to_have_count(20)
    for shown in (40, POSTS):
        anna.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(cards).to_have_count(shown)
    expect(anna.page.get_by_text("You have seen everything.")).to_be_visible()
    captions = anna.page.locator("article .words").all_inner_texts()
    assert captions == [f"{anna.name} number {number} of {POSTS}" for number in reversed(range(POSTS))]
