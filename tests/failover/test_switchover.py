"""Primary and standby of an asynchronous server change places on purpose, while people are at work."""

import time

import pytest

from tests.crash.after import check_everything_arrived
from tests.crash.crowd import PEOPLE
from tests.failover.site import Site, by_database, signed_up

WORKING_SECONDS = 2

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_nothing_is_lost_when_the_servers_change_places(site: Site) -> None:
    crowd = signed_up(site, PEOPLE)
    by_database(site, crowd)
    with crowd.at_work():
        for name in ("db3", "db1"):
            time.sleep(WORKING_SECONDS)
            primary, standby = site.server(name).members
            switched = site.run("shards", "promote", name, "--switchover")
            assert switched.returncode == 0, switched.stdout + switched.stderr
            assert f"{standby.name} has every transaction that {primary.name} committed." in switched.stdout
        time.sleep(WORKING_SECONDS)
    print(f"{len(crowd.ledger)} acknowledged, {len(crowd.ledger.refused)} refused")  # noqa: T201
    check_everything_arrived(crowd, site.truth)
