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
        "test_polls.py",
        "test_post.py::test_post_poll",
        "test_post.py::test_post_poll_multiple",
        "test_post.py::test_post_poll_expires_in",
        "test_post.py::test_post_poll_hide_totals",
    ],
    "posts at a later time": ["test_post.py::test_post_scheduled_at", "test_post.py::test_post_scheduled_in"],
    "video": ["test_post.py::test_media_thumbnail"],
}
# Their tests know nothing of the plugins that are here for ours.
OPTIONS = ["-q", "-p", "no:randomly", "-p", "no:django", "-p", "no:cacheprovider", "-p", "no:socket"]


def test_all_that_concerns_a_photo_network_passes(site: Site) -> None:
    left_out = [f"--deselect=tests/integration/{test}" for tests in NOT_HERE.values() for test in tests]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, "tests/integration", *left_out],
        cwd=SUITE,
        env=environment | {"TOOT_TEST_BASE_URL": site.url},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    print(passed[0])  # noqa: T201 - for `pytest -s`
    assert int(passed[1]) > 90
    assert "skipped" not in done.stdout


def test_what_is_left_out_stands_in_the_documentation() -> None:
    text = DOCUMENT.read_text()
    assert [test for tests in NOT_HERE.values() for test in tests if test not in text] == []
