"""How xdist deals out the tests: those that share a Tintype go to one process, all others to whoever is free.

A pytest plugin (`-p tests.scheduling` in pyproject.toml). xdist's own groups do not work here: xdist 3.8 writes the
group into `item._nodeid`, which pytest 9 no longer reads.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

TOGETHER = (
    "tests/browser/",
    "tests/clients/",
    "tests/crash/",
    "tests/cluster/sharded/",
    "tests/cluster/test_sharded.py",
    "tests/cluster/test_up.py",
    # Processes share an object store, and a repair deletes the old files that its own databases do not know.
    "tests/deep/",
    "tests/failover/",
    # App servers at fixed ports of a network that is one of two hundred.
    "tests/front/",
    "tests/moves/site/",
)
# Dozens of programs each, of which a machine carries one set at a time.
PARKS = ("tests/park/", "tests/hosts/", "tests/cluster/test_park")


class Together(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(PARKS):
            return "park"
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)

    def remove_node(self, node: WorkerController) -> str | None:
        """A test that its process died of is not begun anew: by xdist's own, the next process would die of it, too."""
        units: dict[str, dict[str, bool]] = self.assigned_work.pop(node)
        left = [(unit, test) for unit in units.values() for test, is_done in unit.items() if not is_done]
        if not left:
            return None
        unit, died_of = left[0]
        unit[died_of] = True
        self.workqueue.update({scope: unit for scope, unit in units.items() if not all(unit.values())})
        for other in self.assigned_work:
            self._reschedule(other)
        return died_of


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)
