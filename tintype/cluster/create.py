"""The databases of the topology, each on its server."""

from concurrent.futures import ThreadPoolExecutor

from tintype.cluster.replication import catch_up
from tintype.cluster.sql import connect
from tintype.config.topology import Server, Topology

# A server copies 7 MB for each.
AT_ONCE = 4


def create_databases(topology: Topology) -> list[str]:
    """Create those that are missing, also for the replicas' readers; return their names."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda server: _create_on(server, topology), topology.servers)
        created = [name for names in found for name in names]
    if created:
        catch_up(topology)
    return created


def _create_on(server: Server, topology: Topology) -> list[str]:
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415  slow import

    wanted = [database.dbname for database in topology.databases if database.server == server]
    with connect(server.primary.address) as connection:
        there = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        missing = [name for name in wanted if name not in there]
        for name in missing:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return missing
