"""What stands between a page and its primary is killed: poolers and replicas, while people are in."""

import os
import signal

import pytest

from tests.crash.crowd import Crowd
from tests.failover.replicas.test_reading import looking
from tests.failover.replicas.watched import Watched, wait_until
from tests.failover.site import Site

# Four processes of two threads, each with a connection of its own to every database.
REQUESTS = 40

pytestmark = pytest.mark.timeout(400)


def kill(site: Site, names: list[str]) -> None:
    """The supervisor starts them again."""
    pids = site.pids()
    for name in names:
        os.kill(pids[name], signal.SIGKILL)

    def are_back() -> bool:
        now = site.pids()
        return all(now.get(name, pids[name]) != pids[name] for name in names)

    wait_until(are_back, str)
    site.wait_until(site.is_all_running)


def test_after_a_restart_of_all_poolers_every_request_works(site: Site) -> None:
    crowd = Crowd(site.port, 2)
    crowd.sign_up()
    one, other = crowd.people
    for _ in range(REQUESTS):
        one.get(f"/@{other.name}/")
    kill(site, [name for name in site.pids() if name.startswith("pgbouncer-")])
    for _ in range(REQUESTS):
        one.follow(other.name)
        assert one.name in other.get(f"/@{other.name}/followers/")
        one.get("/")


def test_a_killed_replica_or_its_pooler_costs_nobody_who_looks_a_request(watched: Watched) -> None:
    server = watched.server.name
    with looking(watched.friend, watched.owner) as failed:
        kill(watched.site, [f"pgbouncer-{server}-replica"])
        kill(watched.site, [f"postgres-{watched.replica.name}"])
        watched.wait_for("in use")
    assert failed == []
