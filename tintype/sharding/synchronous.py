"""A promoted primary waits for no replica, since its own is the lost one. Once that follows, commits wait for it."""

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

IS_MISSING = """
    SELECT current_setting('synchronous_standby_names') = ''
        AND EXISTS (SELECT FROM pg_stat_replication WHERE application_name = %s AND state = 'streaming')
"""


def keep_synchronous(database: str, primary: BaseDatabaseWrapper) -> None:
    """`primary` is a direct connection to the database's server."""
    server = next(place.server for place in settings.TOPOLOGY.shards if place.name == database)
    if not server.is_synchronous or server.replica is None:
        return
    with primary.cursor() as cursor:
        cursor.execute(IS_MISSING, [server.replica.name])
        if cursor.fetchone()[0]:
            # By name, since with `*` the subscription of a moving shard would pass for a standby.
            cursor.execute(f"ALTER SYSTEM SET synchronous_standby_names = '\"{server.replica.name}\"'")
            cursor.execute("SELECT pg_reload_conf()")
