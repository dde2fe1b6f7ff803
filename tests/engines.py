"""One set of real engines a run: PostgreSQL, Redis and Gearman, started before Django reads its settings.

A pytest plugin (`-p tests.engines` in pyproject.toml); xdist's workers use the engines of their controller. With
TINTYPE_TOPOLOGY=sharded it is several PostgreSQL servers with replicas and poolers.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tintype.cluster.engines import engines

running = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    home = Path(tempfile.mkdtemp(prefix="tintype-tests-"))
    running.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ["TINTYPE_HOME"] = str(home)
    running.enter_context(engines(home, topology=os.environ.get("TINTYPE_TOPOLOGY", "embedded")))


def pytest_unconfigure() -> None:
    running.close()
