"""Primary and standby of an asynchronous server change places on purpose, while people are at work."""

import time

import pytest

from tests.crash.after import check_everything_arrived
from tests.crash.crowd import Crowd
from tests.failover.site import Site, by_database

WORKING_SECONDS = 2

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_nothing_is_lost_when_the_servers_change_places(site: Site) -> None:
    crowd = Crowd(site.port)
    crowd.sign_up()
    by_database(site, crowd)
    with crowd.at_work():
        for name in ("db3", "db1"):
            time.sleep(WORKING_SECONDS)
            switched = site.run("shards", "promote", name, "--switchover")
            assert switched.returncode == 0, switched.stdout + switched.stderr
            assert f"{name}-b has every transaction that {name}-a committed." in switched.stdout
        time.sleep(WORKING_SECONDS)
    print(f"{len(crowd.ledger)} acknowledged, {len(crowd.ledger.refused)} refused")  # noqa: T201
    check_everything_arrived(crowd, site.truth)
