"""Waiting for the replicas: that they follow, and that they have caught up."""

from collections.abc import Collection, Iterator
from functools import partial

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import postgres_name
from tintype.cluster.promote_postgres import SYNCHRONOUS, set_parameter
from tintype.cluster.ready import wait_until
from tintype.cluster.sql import connect
from tintype.config.topology import Member, Server, Topology

FOLLOW_SECONDS = 60


def replicated(topology: Topology) -> Iterator[tuple[Server, Member]]:
    for server in topology.servers:
        if server.replica:
            yield server, server.replica


def wait_for_replicas(topology: Topology, given_up: Collection[str] = ()) -> list[str]:
    """A synchronous one is waited for by commits from here on: raises ClusterError when it does not follow.

    Returns a sentence for each of the others that does not; `given_up` are programs that did not start, and those are
    not waited for.
    """
    missing = []
    for server, replica in replicated(topology):
        hopeless = partial(_hopeless, replica, given_up)
        reason = wait_until(partial(follows, server, replica), FOLLOW_SECONDS, hopeless)
        sentence = f"The replica {replica.name} does not follow {server.primary.name}: {reason}"
        if reason and server.is_synchronous:
            raise ClusterError(f"{sentence}\nEvery commit would wait for it; `synchronous = false` starts without.")
        if reason:
            missing.append(sentence)
        wait_for_commits(server, replica)
    return missing


def _hopeless(replica: Member, given_up: Collection[str]) -> str:
    return "it does not start" if postgres_name(replica.name) in given_up else ""


def catch_up(topology: Topology) -> None:
    """Until each replica that follows has what its primary has now."""
    for server, replica in replicated(topology):
        if follows(server, replica):
            continue
        with connect(server.primary.address) as connection:
            row = connection.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
        position = row[0] if row else "0/0"
        if reason := wait_until(partial(_has_replayed, replica, position), FOLLOW_SECONDS):
            raise ClusterError(f"The replica {replica.name} does not catch up with {server.primary.name}: {reason}")


def follows(server: Server, replica: Member) -> str:
    """Empty when it does, else why not, in words."""
    import psycopg  # noqa: PLC0415  slow import

    question = "SELECT state FROM pg_stat_replication WHERE application_name = %s"
    try:
        with connect(server.primary.address) as connection:
            states = [state for (state,) in connection.execute(question, [replica.name])]
    except psycopg.OperationalError as error:
        return str(error).strip()
    return "" if "streaming" in states else f"the primary says {states[0] if states else 'that it is not connected'}"


def _has_replayed(replica: Member, position: str) -> str:
    import psycopg  # noqa: PLC0415  slow import

    try:
        with connect(replica.address) as connection:
            row = connection.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position]).fetchone()
    except psycopg.OperationalError as error:
        return str(error).strip()
    return "" if row and row[0] else f"it has not reached {position}"


def wait_for_commits(server: Server, replica: Member) -> None:
    """A commit is answered when a synchronous replica has it. Not on the command line: a promotion takes it back."""
    with connect(server.primary.address) as connection:
        set_parameter(connection, SYNCHRONOUS, f'"{replica.name}"' if server.is_synchronous else "")
