"""One set of real engines a run: PostgreSQL, Redis and Gearman, started before Django reads its settings.

A pytest plugin (`-p tests.engines` in pyproject.toml); xdist's workers use the engines of their controller. With
TINTYPE_TOPOLOGY=sharded it is several PostgreSQL servers with replicas and poolers, radosgw and two edges.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from tintype.cluster import pgbouncer
from tintype.cluster.engines import engines
from tintype.config.topology import Topology

running = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    home = Path(tempfile.mkdtemp(prefix="tintype-tests-"))
    running.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ["TINTYPE_HOME"] = str(home)
    os.environ.setdefault("TINTYPE_SECRET_KEY", "only-for-tests")
    running.enter_context(engines(home, topology=os.environ.get("TINTYPE_TOPOLOGY", "embedded")))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Said in every run, however quiet: on another topology the same tests show something else."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal and "PYTEST_XDIST_WORKER" not in os.environ:
        terminal.write_line(f"topology {settings.TOPOLOGY.name}: {parts(settings.TOPOLOGY)}")


def parts(topology: Topology) -> str:
    replicas = sum(server.replica is not None for server in topology.servers)
    poolers = sum(len(pgbouncer.poolers(server)) for server in topology.servers)
    servers = f"PostgreSQL primaries {len(topology.servers)}, replicas {replicas}, PgBouncers {poolers}"
    return f"{servers}, object store {topology.objects.kind}, edges {len(topology.edges)}"


def pytest_unconfigure() -> None:
    running.close()
