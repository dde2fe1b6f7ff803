"""The part of `tintype check` that looks at PostgreSQL's replicas and poolers, each asked directly."""

from collections.abc import Iterable, Iterator
from typing import Any

from tintype.cluster.findings import Finding, warning, wrong
from tintype.cluster.home import Home, postgres_name
from tintype.cluster.pgbouncer import CONSOLE, poolers
from tintype.cluster.replication import replicated
from tintype.cluster.sql import connect
from tintype.config.topology import Member, Postgres, Server, Topology

FOLLOWER = """
    SELECT sync_state IN ('sync', 'quorum'), pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)
    FROM pg_stat_replication WHERE application_name = %s AND state = 'streaming'
"""


def server_checks(home: Home, topology: Topology) -> Iterator[Finding]:
    import psycopg  # noqa: PLC0415  slow import

    for server, replica in replicated(topology):
        try:
            yield _replica(home, server, replica)
        except psycopg.OperationalError as error:
            yield wrong(f"server {server.name}", str(error).strip(), _log(home, server.primary))
    for server in topology.servers:
        for name, pooler, _ in poolers(server):
            try:
                yield _pooler(name, pooler)
            except psycopg.OperationalError as error:
                yield wrong(name, str(error).strip(), f"Its log is {home.log_of(name)}.")


def _replica(home: Home, server: Server, replica: Member) -> Finding:
    name = f"replica {replica.name}"
    with connect(server.primary.address) as connection:
        follower = connection.execute(FOLLOWER, [replica.name]).fetchone()
        row = connection.execute("SHOW synchronous_standby_names").fetchone()
    if not follower and row and row[0]:
        remedy = f"Commits on {server.name} wait for it until it is back. {_log(home, replica)}"
        return wrong(name, f"does not follow {server.primary.name}, whose commits wait for it", remedy)
    if not follower:
        remedy = f"Everything is read from the primary until it is back. {_log(home, replica)}"
        return warning(name, f"does not follow {server.primary.name}", remedy)
    is_synchronous, bytes_behind = follower
    if server.is_synchronous and not is_synchronous:
        remedy = "A commit may be lost with the primary. The next `tintype up` makes commits wait for it."
        return warning(name, f"follows {server.primary.name}, which does not wait for it", remedy)
    how = "synchronous" if is_synchronous else f"{int(bytes_behind or 0):,} bytes behind"
    return Finding(name, f"follows {server.primary.name}, {how}")


def _log(home: Home, member: Member) -> str:
    return f"Its log is {home.log_of(postgres_name(member.name))}."


def _pooler(name: str, pooler: Postgres) -> Finding:
    pools = list(pools_of(pooler))
    waiting = sum(pool["cl_waiting"] for pool in pools)
    if waiting:
        longest = max(pool["maxwait"] for pool in pools)
        remedy = 'Something holds the sessions: docs/operations.md, "The pool is exhausted".'
        return warning(name, f"{waiting} wait for a session, the first of them for {longest} s", remedy)
    return Finding(name, f"answers, {sum(pool['sv_active'] for pool in pools)} sessions at work")


def pools_of(pooler: Postgres) -> Iterable[dict[str, Any]]:
    with connect(pooler, CONSOLE) as console:
        cursor = console.execute("SHOW POOLS")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]
