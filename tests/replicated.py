"""What makes a run on a topology with replicas and poolers hard: replicas that lag, sessions that change hands.

Nothing of it on a topology without.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tintype.cluster.pgbouncer import poolers
from tintype.cluster.promote_postgres import set_parameter
from tintype.cluster.replication import replicated
from tintype.cluster.sql import connect

# Much longer than from an answer to the next request of a test, so without pins people would miss what they just did.
LAG = "300ms"
# Two sessions in turn: whatever a transaction leaves in its session, the next one does not find it, but somebody else.
POOL = {"default_pool_size": 2, "min_pool_size": 2, "server_round_robin": 1}


def make_hard() -> None:
    for _, replica in replicated(settings.TOPOLOGY):
        with connect(replica.address) as connection:
            set_parameter(connection, "recovery_min_apply_delay", LAG)
    for server in settings.TOPOLOGY.servers:
        for _, pooler, _ in poolers(server):
            with connect(pooler, "pgbouncer") as console:
                for name, value in POOL.items():
                    console.execute(f"SET {name} = {value}".encode())


@contextmanager
def watcher() -> Iterator[None]:
    """As `tintype up` runs it, for the databases and the keys of this test worker."""
    if not settings.REPLICAS:
        yield
        return
    command = ("setpriv", "--pdeathsig", "KILL", "--", sys.executable, "-m", "django", "watch_replicas")
    with (settings.ENV.home / "log" / f"watcher-{settings.WORKER}.log").open("ab") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ)
    try:
        yield
    finally:
        running.kill()
        running.wait()
