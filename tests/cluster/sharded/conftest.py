"""One site for all of these tests: each finds it running with all its parts well, and leaves it so."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.real import free_port
from tests.cluster.sharded.site import Site


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.slow)
    item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """Not in pytest's tmp_path, which the user that PostgreSQL runs as may not enter."""
    home = Path(tempfile.mkdtemp(prefix="tintype-up-"))
    made = Site(home, free_port())
    try:
        made.first_start = made.bring_up()
        yield made
    finally:
        made.kill_everything()
        shutil.rmtree(home, ignore_errors=True)
