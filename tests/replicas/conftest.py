"""A real site on three servers with a replica each."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.real import free_port
from tests.failover.site import Site
from tests.replicas.watched import Watched


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    home = Path(tempfile.mkdtemp(prefix="tintype-replicas-"))
    made = Site(home, free_port())
    try:
        made.bring_up()
        yield made
    finally:
        made.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def watched(site: Site) -> Watched:
    """People who came just now, and the replica of a database where two of them live."""
    made = Watched(site)
    made.wait_for("in use")
    return made
