"""`tintype shards promote`: the standby of a server becomes its primary, and the old primary its standby.

The order is what makes it safe to be killed anywhere: the record of who is primary comes first, and from then on the
old one starts as a standby only. The same command again finishes what was cut off.
"""

from functools import partial

import psycopg

from tintype.cluster import pgbouncer
from tintype.cluster.errors import ClusterError
from tintype.cluster.follow import STANDBY
from tintype.cluster.home import Home, postgres_name
from tintype.cluster.lock import is_held
from tintype.cluster.lost_wal import lost_commits, waited_for_standby
from tintype.cluster.promote_postgres import is_not_yet_primary, last_replayed, make_primary, parted_at
from tintype.cluster.ready import pool_answers, postgres_answers, wait_until
from tintype.cluster.replication import follows, wait_for_commits
from tintype.cluster.roles import record_role
from tintype.cluster.show import Show
from tintype.cluster.supervisor import Supervisor
from tintype.config.env import Env
from tintype.config.topology import Member, Server, Topology, load_topology

# It may have to be copied; longer than this nobody should watch it.
REJOIN_SECONDS = 90
REPLAY_SECONDS = 20
POOLER_SECONDS = 20


def promote(env: Env, name: str, *, is_switchover: bool, show: Show) -> None:
    """Raises ClusterError when it may not, or cannot."""
    home, supervisor = Home(env.home), Supervisor(Home(env.home))
    server = _server(env, name)
    if not is_held(home):
        _promote_at_next_start(home, server, show, is_switchover=is_switchover)
        return
    _check_supervisor(home, supervisor)
    if is_unfinished(server):
        show.line(f"{server.primary.name} was being promoted; going on with that.")
        # It may be running as a primary still: it began before the roles were recorded.
        _stop_old(supervisor, server.replica, show)
    else:
        standby = _standby(server)
        _check_roles(server, is_switchover=is_switchover)
        (_switch_over if is_switchover else _fail_over)(home, supervisor, server, standby, show)
    try:
        _finish(home, supervisor, load_topology(env.topology, env.home, env.port, env.machine), name, show)
    except psycopg.Error as error:
        raise ClusterError(f"{error}\nRun the same command again; it goes on where it was cut off.") from None


def _promote_at_next_start(home: Home, server: Server, show: Show, *, is_switchover: bool) -> None:
    """For a primary that is in the way of the start itself."""
    if is_switchover or server.replica is None:
        raise ClusterError(f"Tintype is not running in {home.path}: start it with `tintype up`.")
    if not (home.data_of(server.replica.name) / STANDBY).exists():
        raise ClusterError(f"{home.data_of(server.replica.name)} is not the directory of a standby.")
    record_role(home, server.name, server.replica.name)
    show.line(f"Tintype is not running; with the next `tintype up` {server.replica.name} becomes the primary.")
    show.line(f"What {server.primary.name} had and {server.replica.name} lacks will be gone.")


def is_unfinished(server: Server) -> bool:
    """Was the promotion of the one whom roles.json calls primary cut off?"""
    return server.replica is not None and is_not_yet_primary(server.primary.address)


def _server(env: Env, name: str) -> Server:
    servers = {server.name: server for server in load_topology(env.topology, env.home, env.port, env.machine).servers}
    if name not in servers:
        raise ClusterError(f"There is no server {name!r}; there are {', '.join(servers)}.")
    return servers[name]


def _check_supervisor(home: Home, supervisor: Supervisor) -> None:
    if reason := supervisor.answers():
        raise ClusterError(f"Tintype is not running in {home.path} ({reason}): start it with `tintype up`.")


def _standby(server: Server) -> Member:
    if server.replica is None:
        raise ClusterError(f"{server.name} has no replica that could be promoted.")
    if reason := postgres_answers(server.replica.address):
        raise ClusterError(f"{server.replica.name} cannot be promoted, it does not answer: {reason}")
    return server.replica


def _check_roles(server: Server, *, is_switchover: bool) -> None:
    reason = postgres_answers(server.primary.address)
    if is_switchover and reason:
        raise ClusterError(f"{server.primary.name} does not answer; promote without --switchover.\n{reason}")
    if not is_switchover and not reason:
        raise ClusterError(
            f"{server.primary.name} is the primary of {server.name}, and it answers: nothing was done.\n"
            "To change places on purpose, without losing anything: --switchover."
        )


def _fail_over(home: Home, supervisor: Supervisor, server: Server, standby: Member, show: Show) -> None:
    record_role(home, server.name, standby.name)
    _stop_old(supervisor, server.primary, show)


def _stop_old(supervisor: Supervisor, old: Member | None, show: Show) -> None:
    if old:
        with show.step(f"{old.name} stops and is not started again"):
            supervisor.stop(_spec(supervisor, old))


def _switch_over(home: Home, supervisor: Supervisor, server: Server, standby: Member, show: Show) -> None:
    if reason := follows(server, standby):
        raise ClusterError(f"{standby.name} does not follow {server.primary.name}, so nothing was done: {reason}")
    with show.step(f"{server.primary.name} stops"):
        # A primary that is told to stop ends when its standby has everything; replaying it takes a moment more.
        supervisor.stop(_spec(supervisor, server.primary))
        reason = wait_until(partial(_lacks, home, server.primary, standby), REPLAY_SECONDS)
    if reason:
        supervisor.start(_spec(supervisor, server.primary))
        raise ClusterError(f"{standby.name} {reason}: {server.primary.name} stays the primary.")
    record_role(home, server.name, standby.name)


def _lacks(home: Home, primary: Member, standby: Member) -> str:
    lost = lost_commits(home, primary.name, since=last_replayed(standby.address))
    return f"lacks {lost:,} transactions" if lost else ""


def _finish(home: Home, supervisor: Supervisor, topology: Topology, name: str, show: Show) -> None:
    """Of the server as it is to be."""
    server = next(server for server in topology.servers if server.name == name)
    with show.step(f"{server.primary.name} becomes the primary"):
        make_primary(server.primary.address)
    with show.step("poolers"):
        pgbouncer.write_configs(home, server)
        for pooler, _, _ in pgbouncer.poolers(server):
            supervisor.signal(supervisor.spec_of(pooler), "HUP")
        _wait_for_pools(topology, server)
    if server.replica:
        _show_lost(home, server.primary, server.replica, show)
        _rejoin(supervisor, server, server.replica, show)


def _wait_for_pools(topology: Topology, server: Server) -> None:
    """A pool that could not reach the old primary turns the first who comes away, though the new one is there."""
    for database in topology.databases:
        if server.pooler and database.server == server:
            wait_until(partial(pool_answers, server.pooler, database.dbname), POOLER_SECONDS)


def _show_lost(home: Home, primary: Member, old: Member, show: Show) -> None:
    """While the old one's disk still says it: when it rejoins it becomes like the new one."""
    if not home.data_of(old.name).exists():
        show.detail(f"What {old.name} had and {primary.name} lacks is not known: its data directory is gone.")
    elif lost := lost_commits(home, old.name, since=parted_at(primary.address)):
        _show_what_was_lost(lost, primary, old, show, was_acknowledged=not waited_for_standby(home, old.name))
    else:
        show.detail(f"{primary.name} has every transaction that {old.name} committed.")


def _show_what_was_lost(lost: int, primary: Member, old: Member, show: Show, *, was_acknowledged: bool) -> None:
    found = f"{lost:,} of {old.name}'s last transactions had not reached {primary.name}"
    if not was_acknowledged:
        show.detail(f"{found}; nobody had been told yet that they were done.")
        return
    show.detail(f"{found} and are lost.")
    show.detail("`tintype check --deep --repair` mends what other shards still have of them.")


def _rejoin(supervisor: Supervisor, server: Server, standby: Member, show: Show) -> None:
    supervisor.start_unless_running(_spec(supervisor, standby))
    with show.step(f"{standby.name} as its standby"):
        reason = wait_until(partial(follows, server, standby), REJOIN_SECONDS)
        if not reason:
            wait_for_commits(server, standby)
    if reason:
        show.detail(f"It does not follow yet: {reason}.")
        show.detail(f"That is tried until it works; what it says is in {postgres_name(standby.name)}.log.")
        if server.is_synchronous:
            show.detail(f"Until then what {server.primary.name} commits is on one disk only.")


def _spec(supervisor: Supervisor, member: Member) -> str:
    return supervisor.spec_of(postgres_name(member.name))
