"""Whatever happens to a pair, it never has two primaries, and the old one comes back as a standby."""

import shutil

import pytest

from tests.failover.site import Site, ask, tell
from tintype.cluster.home import Home
from tintype.cluster.roles import record_role
from tintype.config.topology import Postgres

IN_RECOVERY = "SELECT pg_is_in_recovery()"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def roles(site: Site, server: str) -> dict[str, object]:
    """Member -> whether it is a standby, the primary by roles.json first."""
    return {member.name: ask(member.address, IN_RECOVERY) for member in site.server(server).members}


def is_synchronous(address: Postgres) -> bool:
    return ask(address, "SELECT sync_state FROM pg_stat_replication") == "sync"


def test_a_primary_that_answers_is_not_promoted_over(site: Site) -> None:
    primary = site.server("db1").primary.name
    refused = site.run("shards", "promote", "db1")
    assert refused.returncode == 1
    assert f"{primary} is the primary of db1, and it answers: nothing was done." in refused.stderr
    assert site.server("db1").primary.name == primary


def test_a_promotion_cut_off_after_its_record_is_finished_by_the_next_start(site: Site) -> None:
    tell(site.server("db1").primary.address, "CREATE TABLE kept AS SELECT 1")
    old, new = list(roles(site, "db1"))
    record_role(Home(site.home), "db1", new)
    site.kill_everything()
    site.bring_up()
    assert roles(site, "db1") == {new: False, old: True}
    assert ask(site.server("db1").primary.address, "SELECT count(*) FROM kept") == 1
    switched = site.run("shards", "promote", "db1", "--switchover")
    assert switched.returncode == 0, switched.stderr
    assert roles(site, "db1") == {old: False, new: True}


def test_a_primary_that_keeps_tintype_from_starting_is_replaced_at_the_next_start(site: Site) -> None:
    old, new = list(roles(site, "db1"))
    site.run("down")
    shutil.rmtree(site.home / f"postgres-{old}")
    refused = site.run("up", "--detach")
    assert refused.returncode == 1
    assert "If the disk was lost, `tintype shards promote db1`" in refused.stderr
    promoted = site.run("shards", "promote", "db1")
    assert f"with the next `tintype up` {new} becomes the primary" in promoted.stdout
    site.bring_up()
    assert roles(site, "db1") == {new: False, old: True}


def test_a_promotion_cut_off_while_the_old_primary_runs_is_finished_by_the_same_command(site: Site) -> None:
    before = list(roles(site, "db2"))
    record_role(Home(site.home), "db2", before[1])
    finished = site.run("shards", "promote", "db2")
    assert finished.returncode == 0, finished.stderr
    assert roles(site, "db2") == {before[1]: False, before[0]: True}


def test_a_lost_primary_whose_disk_is_gone_is_copied_and_waited_for_again(site: Site) -> None:
    """The watcher sees to it, since the command has given up long before."""
    old, new = list(roles(site, "db2"))
    promoted = site.lose_and_promote("db2")
    assert promoted.returncode == 0, promoted.stderr
    address = site.server("db2").primary.address
    tell(address, "ALTER SYSTEM SET synchronous_standby_names = ''")
    site.kill(old)
    shutil.rmtree(site.home / f"postgres-{old}")
    ask(address, "SELECT pg_reload_conf()")
    site.wait_until(lambda: is_synchronous(address))
    assert roles(site, "db2") == {new: False, old: True}


def test_beside_a_replica_that_somebody_promoted_by_hand_the_primary_does_not_start_again(site: Site) -> None:
    ours, theirs = site.server("db3").members
    assert ask(theirs.address, "SELECT pg_promote()") is True
    site.kill(ours.name)
    log = site.home / "log" / f"postgres-{ours.name}.log"
    site.wait_until(lambda: f"{ours.name} does not start: {theirs.name} is a primary already" in log.read_text())
    finished = site.run("shards", "promote", "db3")
    assert finished.returncode == 0, finished.stderr
    assert roles(site, "db3") == {theirs.name: False, ours.name: True}
