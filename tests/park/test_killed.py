"""One of each kind of part is killed while people are in; `python -m benchmarks --part chaos` kills all of them."""

from collections.abc import Iterator

import pytest

from benchmarks.chaos.lost import Kept, Mark, mark
from benchmarks.chaos.measure import Park
from benchmarks.chaos.notes import Notes
from benchmarks.chaos.people import People
from benchmarks.chaos.victims import victims
from tests.cluster.real import Real
from tests.crash.truth import Truth
from tests.park.conftest import PARK
from tintype.cluster.home import Home
from tintype.cluster.supervisor import Supervisor
from tintype.config.topology import Topology

# Whoever of these is gone, others do its work.
STATELESS = ("nginx-1", "app-1", "memcached-1", "gearman-1", "worker-now-1")
SINGLE = ("pgbouncer-db2", "redis-1", "edge-a")


@pytest.fixture
def park(tintype: Real, topology: Topology) -> Iterator[Park]:
    truth = Truth(tintype.home, PARK, tintype.port)
    people = People(tintype, truth, Notes())
    with people.at_work():
        yield Park(Supervisor(Home(tintype.home)), people, truth)


def test_parts_of_which_there_are_others_are_not_missed_and_nothing_is_lost(
    tintype: Real, topology: Topology, park: Park
) -> None:
    wanted = "|".join(STATELESS + SINGLE)
    found = victims(park.supervisor, topology.redis, tintype.home, wanted)
    assert sorted(victim.name for victim in found) == sorted(STATELESS + SINGLE)
    rows = [park.kill(victim) for victim in found]
    ledger = park.people.crowd.ledger
    unmissed = [row.outcome for row in rows if row.victim.name in STATELESS]
    # What a server had in hand when the balancer took it out is cut off: at most a few requests, on a busy machine.
    assert sum(seen.failed for seen in unmissed) <= sum(seen.requests for seen in unmissed) / 50, unmissed
    assert all(row.outcome.requests for row in rows)

    ledger.send_again()
    park.truth.wait_until_drained()
    assert not ledger.surprises
    # People go on meanwhile: what they are told after this is not looked for.
    told = mark(ledger)
    assert min(vars(told).values()) > 0
    assert Kept(park.truth).lost(ledger, Mark(0, 0, 0, 0), told) == []
