"""What PostgreSQL is told when a standby becomes the primary. Every step may be done again after it was cut off."""

import time
from typing import TYPE_CHECKING

from tintype.cluster.errors import ClusterError
from tintype.cluster.ready import postgres_answers
from tintype.cluster.sql import connect
from tintype.config.topology import Postgres

if TYPE_CHECKING:
    from psycopg import Connection

PROMOTE_SECONDS = 60
RELOAD_SECONDS = 10
PAUSE_SECONDS = 0.05
HOLD = "default_transaction_read_only"
SYNCHRONOUS = "synchronous_standby_names"
# Each line of the history: a timeline, where it was left, and why.
LAST_FORK = """
SELECT split_part(line, E'\\t', 2) FROM pg_control_checkpoint(),
    regexp_split_to_table(pg_read_file(format('pg_wal/%s.history', lpad(upper(to_hex(timeline_id)), 8, '0'))), E'\\n')
    AS line
WHERE line <> '' ORDER BY split_part(line, E'\\t', 1)::int DESC LIMIT 1
"""

# What the lost primary gave out last may not be known here: an asynchronous standby lags, and the other machine's
# clock may have been ahead. Ids therefore go on 5 seconds after the clock, and every sequence a million steps on,
# which is nothing in 63 bits. The map's version leaps too: a number that processes know already must not come to
# stand for another map.
LEAP = """
DO $$
DECLARE
    counter record;
BEGIN
    IF to_regclass('id_tick') IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(8191041);
        PERFORM setval('id_tick', greatest(last_value, id_clock() << 10) + (5000 << 10)) FROM id_tick;
    END IF;
    FOR counter IN
        SELECT format('%I.%I', schemaname, sequencename) AS name, increment_by,
            coalesce(last_value, start_value) AS last
        FROM pg_sequences WHERE sequencename <> 'id_tick' AND data_type = 'bigint'::regtype
    LOOP
        PERFORM setval(counter.name::regclass, counter.last + 1000000 * counter.increment_by);
    END LOOP;
    IF to_regclass('sharding_mapversion') IS NOT NULL THEN
        UPDATE sharding_mapversion SET version = version + 1000000;
    END IF;
END
$$
"""


def is_not_yet_primary(address: Postgres) -> bool:
    """False when nobody answers there."""
    if postgres_answers(address):
        return False
    with connect(address) as connection:
        return _is_standby(connection) or _asked(connection, f"SHOW {HOLD}") == "on"


def is_primary(address: Postgres) -> bool:
    """Whatever anybody has recorded. False when nobody answers there."""
    if postgres_answers(address):
        return False
    with connect(address) as connection:
        return not _is_standby(connection)


def make_primary(address: Postgres) -> None:
    """Nobody writes before the ids have leapt: until then the new primary is read-only to all but this function."""
    with connect(address) as connection:
        set_parameter(connection, HOLD, "on")
        # Its own standby is the lost primary; it would wait for that with every commit.
        set_parameter(connection, SYNCHRONOUS, "")
        if _is_standby(connection) and _asked(connection, f"SELECT pg_promote(true, {PROMOTE_SECONDS})") != "True":
            raise ClusterError(f"The standby on port {address.port} did not become primary; see its log.")
        # Only a checkpoint writes the new timeline where pg_rewind looks for it.
        connection.execute("CHECKPOINT")
        _leap(connection, address)
        set_parameter(connection, HOLD, "off")


def last_replayed(address: Postgres) -> str:
    with connect(address) as connection:
        return _asked(connection, "SELECT pg_last_wal_replay_lsn()")


def parted_at(address: Postgres) -> str:
    """Where a promoted primary began to go its own way."""
    with connect(address) as connection:
        return _asked(connection, LAST_FORK)


def set_parameter(connection: "Connection", name: str, value: str) -> None:
    """Returns when the server works with it, which is some time after it was told to read its files again."""
    from psycopg.sql import SQL, Identifier, Literal  # noqa: PLC0415  slow import

    connection.execute(SQL("ALTER SYSTEM SET {} = {}").format(Identifier(name), Literal(value)))
    connection.execute("SELECT pg_reload_conf()")
    end = time.monotonic() + RELOAD_SECONDS
    while _asked(connection, f"SHOW {name}") != value:
        if time.monotonic() > end:
            raise ClusterError(f"PostgreSQL on port {connection.info.port} does not take {name} = {value!r}.")
        time.sleep(PAUSE_SECONDS)


def _is_standby(connection: "Connection") -> bool:
    return _asked(connection, "SELECT pg_is_in_recovery()") == "True"


def _leap(connection: "Connection", address: Postgres) -> None:
    names = connection.execute("SELECT datname FROM pg_database WHERE datallowconn").fetchall()
    for (name,) in names:
        with connect(address, name) as there:
            there.execute(f"SET {HOLD} = off")
            there.execute(LEAP)


def _asked(connection: "Connection", question: str) -> str:
    row = connection.execute(question.encode()).fetchone()
    return str(row[0]) if row else ""
