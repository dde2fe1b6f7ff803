"""PostgreSQL's logical replication between the two ends: publication, slot and subscription of one move."""

import time

from django.conf import settings
from django.db import connections
from psycopg import Connection, errors
from psycopg.conninfo import make_conninfo

from tintype.sharding.models import Move
from tintype.sharding.moves.ends import value
from tintype.sharding.moves.tables import tables

PAUSE_SECONDS = 0.1
# A walsender notices within a second that its subscription is gone; then its slot can be dropped.
ENDING_SECONDS = 30

HAS_SLOT = """
    SELECT count(*) FROM pg_replication_slots
    WHERE slot_name = %s AND database = current_database() AND wal_status <> 'lost'
"""
SUBSCRIBED = """
    SELECT count(*) FROM pg_subscription
    WHERE subname = %s AND subenabled AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
SLOTS = """
    SELECT slot_name, active_pid FROM pg_replication_slots
    WHERE database = current_database() AND (slot_name = %s OR slot_name = ANY(%s))
"""


def name_of(move: Move) -> str:
    """Of its publication, its slot and its subscription."""
    return f"tintype_move_{move.id}"


def connect_ends(source: Connection, target: Connection, move: Move) -> None:
    """From now on what is in the source's rows of these shards comes to the target, and then every change of them.

    The slot is made by itself and not by the subscription, which would wait for itself where both databases are on
    one server.
    """
    name = name_of(move)
    filtered = ", ".join(f"{table.name} WHERE {table.where}" for table in tables(move.shards))
    source.execute(f"CREATE PUBLICATION {name} FOR TABLE {filtered}")
    source.execute("SELECT pg_create_logical_replication_slot(%s, 'pgoutput')", [name])
    # With synchronous_commit off, PostgreSQL's way for subscriptions, the last change is told as received up to 0.2 s
    # late, which would lengthen the pause; and with a synchronous replica the switch waits for that too.
    target.execute(
        f"CREATE SUBSCRIPTION {name} CONNECTION '{_address(move.source)}' PUBLICATION {name}"
        f" WITH (create_slot = false, slot_name = {name}, synchronous_commit = on)"
    )


def _address(database: str) -> str:
    described = connections[database].settings_dict | settings.DIRECT[database]
    address = make_conninfo(
        host=described["HOST"],
        port=described["PORT"],
        user=described["USER"],
        dbname=described["NAME"],
        connect_timeout=5,
    )
    return address.replace("'", "''")


def is_connected(source: Connection, target: Connection, move: Move) -> bool:
    """False also when one end was replaced by its replica, which has no slot."""
    name = name_of(move)
    return bool(value(source, HAS_SLOT, [name])) and bool(value(target, SUBSCRIBED, [name]))


def drop_subscription(target: Connection, move: Move) -> None:
    name = name_of(move)
    if value(target, SUBSCRIBED.replace("AND subenabled", ""), [name]):
        target.execute(f"ALTER SUBSCRIPTION {name} DISABLE")
        # Without its slot, which goes at the source: so a source that is away does not keep the target from ending.
        target.execute(f"ALTER SUBSCRIPTION {name} SET (slot_name = NONE)")
        target.execute(f"DROP SUBSCRIPTION {name}")


def drop_source_end(source: Connection, move: Move) -> None:
    """The publication and the slot, without which the source would keep its log for ever."""
    end = time.monotonic() + ENDING_SECONDS
    while found := source.execute(SLOTS, [name_of(move), _left_by_copies(source, move)]).fetchall():
        for slot, pid in found:
            try:
                if pid:
                    source.execute("SELECT pg_terminate_backend(%s)", [pid])
                source.execute("SELECT pg_drop_replication_slot(%s)", [slot])
            except (errors.ObjectInUse, errors.UndefinedObject):
                if time.monotonic() > end:
                    raise
                time.sleep(PAUSE_SECONDS)
    source.execute(f"DROP PUBLICATION IF EXISTS {name_of(move)}")


def _left_by_copies(source: Connection, move: Move) -> list[str]:
    """PostgreSQL copies each table through a slot of its own, which stays when the target is gone for good."""
    if Move.objects.filter(source=move.source, ended_at=None).exclude(id=move.id).exists():
        return []  # they may be of the other move
    found = source.execute(
        "SELECT slot_name FROM pg_replication_slots"
        " WHERE database = current_database() AND NOT active AND slot_name ~ %s",
        [r"^pg_\d+_sync_\d+_\d+$"],
    )
    return [str(name) for (name,) in found]
