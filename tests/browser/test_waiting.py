"""A post made before its photos are ready: what its author sees meanwhile, and does when one cannot be shown."""

import os
import re
import signal
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, Visit
from tests.browser.pictures import damaged, picture
from tests.browser.visitor import READY_MS, file
from tests.cluster.real import Real

Wake = Callable[[], None]


@pytest.fixture
def wake(tintype: Real) -> Iterator[Wake]:
    """The workers have no time for photos until they are woken."""
    workers = tintype.family("worker-now")

    def tell(what: signal.Signals) -> None:
        for pid in workers:
            os.kill(pid, what)

    tell(signal.SIGSTOP)
    yield lambda: tell(signal.SIGCONT)
    tell(signal.SIGCONT)


def test_the_author_sees_a_post_at_once_and_the_page_shows_its_photo_by_itself(visit: Visit, wake: Wake) -> None:
    anna, ben = visit("anna"), visit("ben", DESK)
    ben.watch.expect("status of 404")
    anna.choose(picture("teal"), picture("coral"))
    anna.page.get_by_role("textbox", name="Caption").fill("early bird")
    post_id = anna.post_now()
    expect(anna.page.get_by_role("status").filter(has_text="Only you see this post")).to_be_visible()
    expect(anna.page.get_by_text("early bird")).to_be_visible()
    anna.screenshot("waiting-post")
    assert ben.go(f"/p/{post_id}/") == 404
    anna.go(f"/@{anna.name}/")
    expect(anna.page.get_by_role("main").get_by_role("link", name="Getting ready")).to_be_visible()
    anna.screenshot("waiting-grid")
    anna.go(f"/p/{post_id}/")
    wake()
    expect(anna.page.get_by_role("img", name="Photo without a description").first).to_be_visible(timeout=READY_MS)
    ben.until(f"/p/{post_id}/", "early bird")


def test_a_photo_that_cannot_be_shown_is_taken_out_and_the_rest_is_posted(visit: Visit, wake: Wake) -> None:
    anna = visit("anna", DESK)
    anna.choose(picture("teal"), file("cut-off.jpg", damaged()))
    post_id = anna.post_now()
    wake()
    expect(anna.page.get_by_text("damaged and cannot be read")).to_be_visible(timeout=READY_MS)
    anna.screenshot("waiting-refused")
    anna.page.get_by_role("link", name="Take the photo out").click()
    anna.page.get_by_label("Take this photo out of the post").nth(1).check()
    anna.screenshot("waiting-edit", full=True)
    anna.button("Save").click()
    anna.page.wait_for_url(re.compile(rf"/p/{post_id}/"))
    expect(anna.page.get_by_role("img", name="Photo without a description")).to_have_count(1)
    expect(anna.page.get_by_label("Your comment")).to_be_visible()
