"""People on a site of three servers with a replica each."""

import pytest

from tests.failover.replicas.watched import Watched
from tests.failover.site import Site


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.slow)


@pytest.fixture
def watched(site: Site) -> Watched:
    """People who came just now, and the replica of a database where two of them live."""
    made = Watched(site)
    made.wait_for("in use")
    return made
