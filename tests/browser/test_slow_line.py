"""Four photos over a slow line that is cut: what was up stays up, nothing has to be chosen again."""

import re
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Visit
from tests.browser.pictures import picture
from tests.browser.slow_line import Sent, SlowLine, noise
from tests.browser.visitor import READY_MS, Visitor

BYTES_A_SECOND = 900_000
NAMES = ("one", "two", "three", "four")
PARTS = (2, 3, 1, 2)
# The whole takes ten seconds; the rest is for a busy machine.
WHOLE_MS = 120_000


def wait_for_taken(sent: Sent, visitor: Visitor, number: int) -> None:
    for _ in range(WHOLE_MS // 100):
        if len(sent.taken) >= number:
            return
        visitor.page.wait_for_timeout(100)
    raise AssertionError(f"{number} parts did not go up: {sent.taken}")


def cut_and_mend(anna: Visitor, line: SlowLine) -> None:
    line.cut()
    expect(anna.picked(0).page.get_by_text("No connection. It goes on").first).to_be_visible()
    line.mend()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("tintype", ["embedded", "sharded"], indirect=True)
def test_four_photos_are_cut_twice_and_complete(visit: Visit) -> None:
    anna = visit("anna")
    anna.watch.expect("ERR_INTERNET_DISCONNECTED")
    sent = Sent(anna)
    anna.choose()
    line = SlowLine(anna, BYTES_A_SECOND)
    anna.add(*(noise(name, parts) for name, parts in zip(NAMES, PARTS, strict=True)))
    anna.page.get_by_role("textbox", name="Caption").fill("through two tunnels")
    wait_for_taken(sent, anna, 2)
    cut_and_mend(anna, line)
    anna.describe(4, "The fourth")
    anna.button("Post").click()
    expect(anna.button("Waiting for the photos")).to_be_disabled()
    wait_for_taken(sent, anna, 4)
    cut_and_mend(anna, line)
    anna.page.wait_for_url(re.compile(r"/p/\d+/$"), timeout=WHOLE_MS)

    # A part whose answer was lost in the cut is there, and not sent again.
    assert max(Counter(sent.taken).values()) == 1
    assert sum(PARTS) - 4 <= len(sent.taken) <= sum(PARTS)
    assert len(set(sent.tried)) == sum(PARTS) < len(sent.tried)
    line.become_fast()
    anna.until(anna.page.url, "through two tunnels")
    photos = anna.page.get_by_role("article").locator(".plate img")
    expect(photos).to_have_count(4, timeout=READY_MS)
    expect(photos.last).to_have_attribute("alt", "The fourth")


def begin(anna: Visitor, sent: Sent, *files: FilePayload | Path) -> None:
    """Choose them and have the line break as soon as one part is up."""
    anna.watch.expect("ERR_FAILED")
    allowed = count()
    anna.page.route("**/store/", lambda route: route.abort("failed") if next(allowed) else route.continue_())
    anna.page.locator("#files").set_input_files(files)  # type: ignore[arg-type]  # paths or payloads, not both
    expect(anna.picked(0).locator(".status")).to_have_text("Interrupted. Trying again soon.")
    wait_for_taken(sent, anna, 1)


def test_a_page_that_is_loaded_again_goes_on_with_its_files(visit: Visit) -> None:
    anna = visit("anna")
    sent = Sent(anna)
    anna.choose()
    begin(anna, sent, noise("long", 3), picture("teal"))
    anna.page.get_by_role("textbox", name="Caption").fill("after the tunnel")
    anna.describe(1, "Long")
    anna.page.unroute_all()
    anna.page.reload()
    expect(anna.page.get_by_role("textbox", name="Caption")).to_have_value("after the tunnel")
    anna.publish()
    assert len(set(sent.taken)) == len(sent.taken) == 4
    expect(anna.page.get_by_role("img", name="Long")).to_be_visible()


def test_a_file_that_the_browser_lost_is_chosen_again_and_gone_on_with(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    anna = visit("anna")
    sent = Sent(anna)
    # Not from memory: that would be another file each time, changed at another moment.
    long = tmp_path_factory.mktemp("camera") / "long.jpg"
    long.write_bytes(noise("long", 3)["buffer"])
    anna.choose()
    begin(anna, sent, long)
    anna.page.evaluate("new Promise((done) => { indexedDB.deleteDatabase('tintype').onsuccess = done; })")
    anna.page.unroute_all()
    anna.page.reload()
    expect(anna.picked(0).locator(".status")).to_have_text("The browser did not keep long.jpg.")
    anna.picked(0).locator("input[type=file]").set_input_files(long)
    anna.wait_until_ready()
    assert len(set(sent.taken)) == len(sent.taken) == 3


def test_another_file_in_its_place_begins_anew(visit: Visit) -> None:
    anna = visit("anna")
    sent = Sent(anna)
    anna.choose()
    begin(anna, sent, noise("long", 3))
    anna.page.evaluate("new Promise((done) => { indexedDB.deleteDatabase('tintype').onsuccess = done; })")
    anna.page.unroute_all()
    anna.page.reload()
    anna.picked(0).locator("input[type=file]").set_input_files(picture("teal"))
    anna.wait_until_ready()
    assert len(set(sent.taken)) == len(sent.taken) == 1 + 1


def test_nothing_of_the_files_stays_in_the_browser(visit: Visit) -> None:
    """Neither of what is posted nor, once signed out, of what is not."""
    anna = visit("anna")
    anna.post(picture("teal"))
    assert kept(anna) == 0
    anna.choose(picture("gold"))
    anna.wait_until_ready()
    assert kept(anna) == 1
    anna.sign_out()
    assert anna.page.evaluate("indexedDB.databases()") == []


def kept(visitor: Visitor) -> int:
    """How many files the browser keeps."""
    return int(
        visitor.page.evaluate("""new Promise((done) => {
            indexedDB.open("tintype").onsuccess = ({ target: { result: database } }) => {
                const files = database.transaction("files").objectStore("files").count();
                files.onsuccess = () => { database.close(); done(files.result); };
            };
        })""")
    )
