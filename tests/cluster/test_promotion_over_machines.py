"""A primary and its replica are on different machines: each machine does its own part of a promotion."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.cluster.machines import Machine
from tintype.cluster.create import create_databases
from tintype.cluster.errors import ClusterError
from tintype.cluster.promote import promote
from tintype.cluster.promote_postgres import is_primary
from tintype.cluster.ready import wait_until
from tintype.cluster.replication import follows, wait_for_replicas
from tintype.cluster.show import Show
from tintype.cluster.sql import connect
from tintype.config.servers import recorded_roles
from tintype.config.topology import Postgres

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def start(machines: tuple[Machine, Machine], stack: ExitStack, of_one: ExitStack) -> None:
    """Both at once: the replica of the second waits for the primary of the first."""
    one, two = machines
    of_one.enter_context(one.supervised())
    stack.enter_context(two.supervised())
    with ThreadPoolExecutor() as pool:
        list(pool.map(Machine.come_up, machines))
    assert wait_for_replicas(one.topology) == []
    create_databases(one.topology)


def written_by(address: Postgres | None) -> str:
    assert address
    with connect(address, "shard1") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS told (word text)")
        row = connection.execute("SELECT inet_server_addr()::text").fetchone()
    return str(row[0]).split("/")[0] if row else ""


def test_members_on_two_machines_change_places_and_each_machine_is_told(
    machines: tuple[Machine, Machine], capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = machines
    with ExitStack() as stack:
        start(machines, stack, stack)
        with pytest.raises(ClusterError, match="Give this command on the machine of main-a"):
            promote(two.env, "main", is_switchover=True, show=Show())
        with pytest.raises(ClusterError, match="main-a is the primary of main, and it answers: nothing was done"):
            promote(two.env, "main", is_switchover=False, show=Show())
        promote(one.env, "main", is_switchover=True, show=Show())
        said = capsys.readouterr().out
        assert "Each machine has to know: `tintype shards promote main` on two first." in said
        assert recorded_roles(two.home.path) == {}
        promote(two.env, "main", is_switchover=False, show=Show())
        assert "main-b is the primary already; now this machine knows" in capsys.readouterr().out
        assert [recorded_roles(each.home.path) for each in machines] == [{"main": "main-b"}] * 2
        server = one.main
        assert [is_primary(member.address) for member in server.members] == [True, False]
        assert server.replica
        assert follows(server, server.replica) == ""
        assert {written_by(server.pooler), written_by(server.spare_pooler)} == {server.primary.address.host}


def test_a_primary_lost_with_its_machine_is_replaced_and_follows_when_it_is_back(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    with ExitStack() as stack:
        with ExitStack() as of_one:
            start(machines, stack, of_one)
        promote(two.env, "main", is_switchover=False, show=Show())
        server = two.main
        assert written_by(server.spare_pooler) == server.primary.address.host
        with pytest.raises(ClusterError, match="postgres-main-a does not start"), one.supervised():
            one.come_up()
        promote(one.env, "main", is_switchover=False, show=Show())
        stack.enter_context(one.supervised())
        one.come_up()
        old = two.main.replica
        assert old
        assert wait_until(lambda: follows(two.main, old), 60) == ""
        assert not is_primary(old.address)
        assert written_by(server.pooler) == server.primary.address.host
