"""A primary is killed while people are at work, and its standby promoted."""

import time

import pytest

from tests.crash.after import check_everything_arrived
from tests.failover.site import Site, ask, by_database, crowd_of, signed_up

PEOPLE = 12
WORKING_SECONDS = 3

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_a_lost_synchronous_primary_takes_nothing_along_and_troubles_nobody_elsewhere(site: Site) -> None:
    everybody = signed_up(site, PEOPLE)
    lost, standby = site.server("db2").members
    homes = by_database(site, everybody)
    # One from elsewhere looks at what those of the lost server do, as friends do.
    hit = crowd_of(site.port, [*homes["shard2"], homes["shard1"][0]])
    spared = crowd_of(site.port, [*homes["shard1"][1:], *homes["shard3"]])

    with hit.at_work(), spared.at_work():
        time.sleep(WORKING_SECONDS)
        promoted = site.lose_and_promote("db2")
        time.sleep(WORKING_SECONDS)

    print(promoted.stdout)  # noqa: T201
    assert promoted.returncode == 0, promoted.stderr
    assert "are lost" not in promoted.stdout
    assert spared.ledger.refused == []
    print(f"{len(hit.ledger)} and {len(spared.ledger)} acknowledged, {len(hit.ledger.refused)} refused")  # noqa: T201
    hit.ledger.send_again()
    check_everything_arrived(crowd_of(site.port, everybody.people, everybody, hit, spared), site.truth)
    check_roles(site, standby.name, lost.name)
    site.run("down")
    site.bring_up()
    check_roles(site, standby.name, lost.name)


def check_roles(site: Site, primary: str, replica: str) -> None:
    server = site.server("db2")
    assert server.replica is not None
    assert (server.primary.name, server.replica.name) == (primary, replica)
    assert ask(server.replica.address, "SELECT pg_is_in_recovery()") is True
    assert ask(server.primary.address, "SHOW synchronous_standby_names") == f'"{replica}"'
    assert ask(server.primary.address, "SELECT sync_state FROM pg_stat_replication") == "sync"
