"""toot's own tests, which it runs against a Mastodon, against a Tintype."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.clients.conftest import Site

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT / ".venv/toot-suite"
DOCUMENT = ROOT / "docs/api.md"

# What a photo network does not have; docs/api.md says so.
NOT_HERE = {
    "polls": [
        "test_polls.py::test_show_poll",
        "test_polls.py::test_show_poll_json",
        "test_polls.py::test_vote_poll",
        "test_polls.py::test_vote_poll_invalid_choice",
        "test_polls.py::test_vote_not_multiple",
        "test_polls.py::test_vote_poll_multiple",
        "test_post.py::test_post_poll",
        "test_post.py::test_post_poll_multiple",
        "test_post.py::test_post_poll_expires_in",
        "test_post.py::test_post_poll_hide_totals",
    ],
    "posts at a later time": [
        "test_post.py::test_post_scheduled_at",
        "test_post.py::test_post_scheduled_at_error",
        "test_post.py::test_post_scheduled_in",
    ],
    "video": ["test_post.py::test_media_thumbnail"],
}
TESTS = 114
# Their tests know nothing of the plugins that are here for ours.
OPTIONS = ["-q", "-p", "no:randomly", "-p", "no:django", "-p", "no:cacheprovider", "-p", "no:socket"]


def test_all_passes_but_what_a_photo_network_does_not_have(site: Site) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, "tests/integration"],
        cwd=SUITE,
        env=environment | {"TOOT_TEST_BASE_URL": site.url},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    failed = set(re.findall(r"^(?:FAILED|ERROR) tests/integration/([^ ]+)", done.stdout, re.MULTILINE))
    expected = {test for tests in NOT_HERE.values() for test in tests}
    assert failed == expected, done.stdout[-8000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None, done.stdout
    print(passed[0])  # noqa: T201 - for `pytest -s`
    assert int(passed[1]) + len(expected) == TESTS


def test_what_is_left_out_stands_in_the_documentation() -> None:
    text = DOCUMENT.read_text()
    assert [test for tests in NOT_HERE.values() for test in tests if test not in text] == []
