"""A pair of servers, and a whole site."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.real import free_port
from tests.failover.pair import Pair, start_pair
from tests.failover.site import Site
from tintype.cluster.account import find_account
from tintype.cluster.home import prepare_home
from tintype.cluster.installation import find_installation


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Not in pytest's tmp_path, which the user that PostgreSQL runs as may not enter."""
    home = prepare_home(Path(tempfile.mkdtemp(prefix="tintype-pair-")))
    place = home.path / "pair"
    place.mkdir(mode=0o711)
    try:
        made = start_pair(place, find_installation(home, find_account(home, []), [], prefers_system=True))
        yield made
        made.stop()
    finally:
        shutil.rmtree(home.path, ignore_errors=True)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    home = Path(tempfile.mkdtemp(prefix="tintype-site-"))
    made = Site(home, free_port())
    try:
        made.bring_up()
        yield made
    finally:
        made.kill_everything()
        shutil.rmtree(home, ignore_errors=True)
