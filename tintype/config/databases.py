"""Django's database settings from a topology. A process that learns of a new database reads them again."""

from typing import Any

from tintype.config.topology import Database, Postgres, Topology

DIRECTORY = "default"
# What is sent and not received within 5 seconds, or three questions whether anybody is there in 11, end a connection.
GONE = {"tcp_user_timeout": 5000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}


def databases(topology: Topology) -> dict[str, dict[str, Any]]:
    """Every primary, through its pooler where it has one, and the replicas of the shards' databases."""
    described = {alias: _primary(place) for alias, place in _places(topology).items()}
    for place in topology.shards:
        if place.server.replica:
            address = place.server.replica_pooler or place.server.replica.address
            described[_replica_alias(place)] = _database(
                place.dbname, address, is_pooled=place.server.replica_pooler is not None
            )
    return described


def replicas(topology: Topology) -> dict[str, str]:
    """Shard database -> the alias of its replica. The directory is read from its primary only."""
    return {place.name: _replica_alias(place) for place in topology.shards if place.server.replica}


def direct(topology: Topology) -> dict[str, dict[str, str]]:
    """The primaries themselves, past PgBouncer, for what needs a session of its own: migrations, moves."""
    addresses = {alias: place.server.primary.address for alias, place in _places(topology).items()}
    return {alias: {"HOST": address.host, "PORT": str(address.port)} for alias, address in addresses.items()}


def _places(topology: Topology) -> dict[str, Database]:
    return {DIRECTORY: topology.directory} | {place.name: place for place in topology.shards}


def _replica_alias(place: Database) -> str:
    return f"{place.name}-replica"


def _primary(place: Database) -> dict[str, Any]:
    server = place.server
    if server.pooler:
        # Libpq goes to the second where the first does not answer.
        poolers = [server.pooler, *([server.spare_pooler] if server.spare_pooler else [])]
        return _database(place.dbname, *poolers, is_pooled=True)
    if not server.replica:
        return _database(place.dbname, server.primary.address)
    described = _database(place.dbname, *(member.address for member in server.members))
    # Of several addresses libpq takes the one whose server is primary now.
    described["OPTIONS"]["target_session_attrs"] = "read-write"
    return described


def _database(name: str, *addresses: Postgres, is_pooled: bool = False) -> dict[str, Any]:
    return {
        "ENGINE": "tintype.lib.pooled" if is_pooled else "django.db.backends.postgresql",
        "HOST": ",".join(address.host for address in addresses),
        "PORT": ",".join(str(address.port) for address in addresses),
        "USER": addresses[0].user,
        "NAME": name,
        # A connection is kept for the life of its thread and asked once a request whether it still stands,
        # so that a restarted PostgreSQL costs no request. To a PgBouncer it is only looked at (lib.pooled): where the
        # pool is exhausted the question would wait as long as what it is asked for, 20 seconds instead of 10.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # PgBouncer in transaction mode knows no prepared statements and no server-side cursors.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"prepare_threshold": None, "connect_timeout": 5} | _over_network(addresses[0]),
    }


def _over_network(address: Postgres) -> dict[str, str | int]:
    """A machine that has lost its power says no goodbye: without these a request would wait for minutes."""
    if not address.is_on_network:
        return {}
    return {"passfile": address.passfile, **GONE}
