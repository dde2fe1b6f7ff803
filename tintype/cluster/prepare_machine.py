"""What a machine of a park needs done before the site's parts start on it, where another machine does the rest.

`python -m tintype.cluster.prepare_machine`: it waits until the tables of all databases are those of this release and
every shard has its place.
"""

import sys
import time

import django
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from tintype.cluster.child import done
from tintype.cluster.elsewhere import MACHINE_SECONDS
from tintype.cluster.static_files import collect_static
from tintype.sharding.databases import primaries
from tintype.sharding.scope import LOGICAL_SHARDS

PAUSE_SECONDS = 0.5


def main() -> None:
    django.setup()
    end = time.monotonic() + MACHINE_SECONDS
    while reason := _lacking():
        if time.monotonic() > end:
            sys.exit(f"after {MACHINE_SECONDS} seconds {reason}")
        time.sleep(PAUSE_SECONDS)
    done("tables")
    collect_static()
    done("static files")


def _lacking() -> str:
    """Empty when the site can be started."""
    # Here and not above: Django has to be set up first.
    from tintype.sharding.models import LogicalShard  # noqa: PLC0415  app ready

    try:
        for database in primaries():
            executor = MigrationExecutor(connections[database])
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return f"{database} is not migrated"
        placed = LogicalShard.objects.count()
    except DatabaseError as error:
        return str(error).strip()
    finally:
        connections.close_all()
    return "" if placed == LOGICAL_SHARDS else f"only {placed} shards have a place"


if __name__ == "__main__":
    main()
