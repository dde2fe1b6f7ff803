"""The topology `cluster`, started on this machine by the command: one for all of these tests.

`PARK=instagram-2011 pytest -n 0 tests/park` does the same with that one, or with any other that has a front.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import browser, pytest_runtest_makereport, visit
from tests.clients.conftest import SWITCHES, Site
from tests.clients.test_journey import phones
from tests.clients.test_streaming import stack
from tests.cluster.real import Real, free_port
from tintype.config.topology import Topology, load_topology

__all__ = ["browser", "phones", "pytest_runtest_makereport", "stack", "visit"]

PARK = os.environ.get("PARK", "cluster")
STARTED_SECONDS = 300


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.slow)
    item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="package")
def tintype() -> Iterator[Real]:
    home = Path(tempfile.mkdtemp(prefix="tintype-park-"))
    real = Real(home, free_port())
    real.host = load_topology(PARK, home, real.port).web.host
    real.environment |= SWITCHES | {"TINTYPE_TOPOLOGY": PARK}
    try:
        started = real.run("up", "--detach", seconds=STARTED_SECONDS)
        assert started.returncode == 0, started.stdout + started.stderr
        assert started.stdout.splitlines()[-1] == f"ready: http://{real.host}:{real.port}"
        yield real
    finally:
        real.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="package")
def topology(tintype: Real) -> Topology:
    return load_topology(PARK, tintype.home, tintype.port)


@pytest.fixture(scope="package")
def site(tintype: Real) -> Site:
    """As the tests of real apps know it."""
    return Site(tintype, tintype.host)
