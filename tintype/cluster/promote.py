"""`tintype shards promote`: the standby of a server becomes its primary, and the old primary its standby.

The order is what makes it safe to be killed anywhere: the record of who is primary comes first, and from then on the
old one starts as a standby only. The same command again finishes what was cut off. Where the members are on different
machines each of these does its own part: the same command is given on all of them, that of the new primary first.
"""

from functools import partial

import psycopg

from tintype.cluster.errors import ClusterError
from tintype.cluster.follow import STANDBY
from tintype.cluster.home import Home
from tintype.cluster.lock import is_held
from tintype.cluster.lost_wal import lost_commits
from tintype.cluster.promote_here import Here
from tintype.cluster.promote_postgres import is_not_yet_primary, is_primary, last_replayed
from tintype.cluster.ready import postgres_answers, wait_until
from tintype.cluster.replication import follows
from tintype.cluster.roles import record_role
from tintype.cluster.show import Show
from tintype.cluster.supervisor import Supervisor
from tintype.config.env import Env
from tintype.config.topology import Member, Server, Topology, load_topology

REPLAY_SECONDS = 20


def promote(env: Env, name: str, *, is_switchover: bool, show: Show) -> None:
    """Raises ClusterError when it may not, or cannot."""
    topology = _topology(env)
    here = Here(Home(env.home), Supervisor(Home(env.home)), topology, show)
    server = _server(topology, name)
    if not is_held(here.home):
        _promote_at_next_start(here, server, is_switchover=is_switchover)
        return
    _check_supervisor(here)
    if server.replica and _was_done_elsewhere(here, server, server.replica):
        show.line(f"{server.replica.name} is the primary already; now this machine knows.")
        _fail_over(here, server, server.replica)
    elif is_unfinished(server):
        show.line(f"{server.primary.name} was being promoted; going on with that.")
        # It may be running as a primary still: it began before the roles were recorded.
        here.stop(server.replica)
    else:
        standby = _standby(server)
        _check_roles(server, is_switchover=is_switchover)
        (_switch_over if is_switchover else _fail_over)(here, server, standby)
    try:
        topology = _topology(env)
        Here(here.home, here.supervisor, topology, show).finish(_server(topology, name))
    except psycopg.Error as error:
        raise ClusterError(f"{error}\nRun the same command again; it goes on where it was cut off.") from None


def _promote_at_next_start(here: Here, server: Server, *, is_switchover: bool) -> None:
    """For a primary that is in the way of the start itself."""
    home, show = here.home, here.show
    if is_switchover or server.replica is None:
        raise ClusterError(f"Tintype is not running in {home.path}: start it with `tintype up`.")
    if not here.has(server.replica):
        _check_promoted_elsewhere(server.replica)
        record_role(home, server.name, server.replica.name)
        show.line(f"With the next `tintype up` {server.primary.name} follows {server.replica.name}.")
        return
    data = home.data_of(server.replica.name)
    # It has been promoted by the machine of the other one, which follows it.
    was_promoted = data.exists() and not here.has(server.primary) and not is_primary(server.primary.address)
    if not (data / STANDBY).exists() and not was_promoted:
        raise ClusterError(f"{data} is not the directory of a standby.")
    record_role(home, server.name, server.replica.name)
    show.line(f"Tintype is not running; with the next `tintype up` {server.replica.name} becomes the primary.")
    show.line(f"What {server.primary.name} had and {server.replica.name} lacks will be gone.")


def _check_promoted_elsewhere(replica: Member) -> None:
    if not is_primary(replica.address):
        raise ClusterError(
            f"{replica.name} is not the primary on {replica.address.host}: give this command on that machine first."
        )


def _was_done_elsewhere(here: Here, server: Server, replica: Member) -> bool:
    """On one machine the same would be a promotion that was cut off before the old primary was stopped; of several the
    one that is primary stays it.
    """
    return bool(here.topology.here) and is_primary(replica.address) and not is_primary(server.primary.address)


def is_unfinished(server: Server) -> bool:
    """Was the promotion of the one whom roles.json calls primary cut off?"""
    return server.replica is not None and is_not_yet_primary(server.primary.address)


def _topology(env: Env) -> Topology:
    return load_topology(env.topology, env.home, env.port, env.machine)


def _server(topology: Topology, name: str) -> Server:
    servers = {server.name: server for server in topology.servers}
    if name not in servers:
        raise ClusterError(f"There is no server {name!r}; there are {', '.join(servers)}.")
    return servers[name]


def _check_supervisor(here: Here) -> None:
    if reason := here.supervisor.answers():
        raise ClusterError(f"Tintype is not running in {here.home.path} ({reason}): start it with `tintype up`.")


def _standby(server: Server) -> Member:
    if server.replica is None:
        raise ClusterError(f"{server.name} has no replica that could be promoted.")
    if reason := postgres_answers(server.replica.address):
        raise ClusterError(f"{server.replica.name} cannot be promoted, it does not answer: {reason}")
    return server.replica


def _check_roles(server: Server, *, is_switchover: bool) -> None:
    if is_switchover and (reason := postgres_answers(server.primary.address)):
        raise ClusterError(f"{server.primary.name} does not answer; promote without --switchover.\n{reason}")
    if not is_switchover and not postgres_answers(server.primary.address):
        raise ClusterError(
            f"{server.primary.name} is the primary of {server.name}, and it answers: nothing was done.\n"
            "To change places on purpose, without losing anything: --switchover."
        )


def _fail_over(here: Here, server: Server, standby: Member) -> None:
    record_role(here.home, server.name, standby.name)
    here.stop(server.primary)


def _switch_over(here: Here, server: Server, standby: Member) -> None:
    if not here.has(server.primary):
        raise ClusterError(f"Give this command on the machine of {server.primary.name}, which has to stop it first.")
    if reason := follows(server, standby):
        raise ClusterError(f"{standby.name} does not follow {server.primary.name}, so nothing was done: {reason}")
    with here.show.step(f"{server.primary.name} stops"):
        # A primary that is told to stop ends when its standby has everything; replaying it takes a moment more.
        here.supervisor.stop(here.spec(server.primary))
        reason = wait_until(partial(_lacks, here.home, server.primary, standby), REPLAY_SECONDS)
    if reason:
        here.supervisor.start(here.spec(server.primary))
        raise ClusterError(f"{standby.name} {reason}: {server.primary.name} stays the primary.")
    record_role(here.home, server.name, standby.name)


def _lacks(home: Home, primary: Member, standby: Member) -> str:
    lost = lost_commits(home, primary.name, since=last_replayed(standby.address))
    return f"lacks {lost:,} transactions" if lost else ""
