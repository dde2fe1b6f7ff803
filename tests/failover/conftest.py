"""A pair of servers, and a whole site, which all tests here share: it takes half a minute to bring up."""

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


@pytest.fixture(scope="package")
def brought_up() -> Iterator[Site]:
    home = Path(tempfile.mkdtemp(prefix="tintype-site-"))
    made = Site(home, free_port())
    try:
        made.bring_up()
        yield made
    finally:
        made.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def site(brought_up: Site) -> Site:
    """As the tests before have left it, with any of a pair as its primary."""
    brought_up.come_to_rest()
    return brought_up
