"""How xdist deals out the tests: those that share a Tintype go to one process, all others to whoever is free.

A pytest plugin (`-p tests.scheduling` in pyproject.toml). xdist's own groups do not work here: xdist 3.8 writes the
group into `item._nodeid`, which pytest 9 no longer reads.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/browser/",
    "tests/clients/",
    "tests/crash/",
    "tests/cluster/test_sharded.py",
    # Processes share an object store, and a repair deletes the old files that its own databases do not know.
    "tests/deep/",
    "tests/moves/site/",
    "tests/replicas/",
)
# Dozens of programs each, of which a machine carries one set at a time.
PARKS = ("tests/park/", "tests/hosts/", "tests/cluster/test_park")


class Together(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(PARKS):
            return "park"
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)
