"""The outbox with real processes: what was committed is done once, whoever is killed meanwhile."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from tests.tasks.real import Machinery, end, machinery_in, wait_for
from tests.tasks.rows import DIRECTORY, end_lease, is_there, make_due, put_task, written
from tintype.config.topology import DISTRIBUTION, WHEELS
from tintype.tasks.models import OutboxRow

pytestmark = pytest.mark.slow


@pytest.fixture(params=[WHEELS, DISTRIBUTION])
def machinery(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Machinery]:
    with machinery_in(tmp_path, engines=request.param) as made:
        yield made


def test_nothing_is_lost_when_gearman_is_killed_and_a_waiting_row_is_queued_once(
    machinery: Machinery, folder: Path
) -> None:
    gearman = machinery.gearman()
    machinery.dispatcher()
    rows = [put_task("write", f"{folder}/log", f"line{number}") for number in range(5)]
    wait_for(lambda: machinery.waiting("now") == 5, "the dispatcher has handed over five rows")
    handed = OutboxRow.objects.using(DIRECTORY).filter(id__in=rows, due_at__gt=timezone.now())
    make_due(*rows)
    wait_for(lambda: handed.count() == 5, "the dispatcher has handed them over again")
    last = put_task("write", f"{folder}/log", "line5")
    wait_for(lambda: machinery.waiting("now") >= 6, "the dispatcher has handed over the sixth")
    assert machinery.waiting("now") == 6

    end(gearman)
    machinery.gearman()
    assert machinery.waiting("now") == 0
    machinery.worker()
    make_due(*rows, last)
    wait_for(lambda: not any(is_there(DIRECTORY, row_id) for row_id in (*rows, last)), "the worker has done them")
    assert sorted(written(folder)) == [f"line{number}" for number in range(6)]


def test_a_worker_outlives_gearman_and_finishes_its_task_before_it_stops(machinery: Machinery, folder: Path) -> None:
    gearman = machinery.gearman()
    machinery.dispatcher()
    worker = machinery.worker()
    slow = put_task("write_slowly", str(folder))
    wait_for(lambda: written(folder) == ["begun"], "the task is under way")
    end(gearman)
    machinery.gearman()
    after = put_task("write", f"{folder}/log", "after")
    (folder / "go").touch()
    wait_for(lambda: not is_there(DIRECTORY, after), "the same worker does what comes after")
    assert written(folder) == ["begun", "ended", "after"]
    assert not is_there(DIRECTORY, slow)
    assert worker.poll() is None

    (folder / "go").unlink()
    slow = put_task("write_slowly", str(folder))
    wait_for(lambda: written(folder)[3:] == ["begun"], "another task is under way")
    worker.send_signal(signal.SIGTERM)
    (folder / "go").touch()
    assert worker.wait(60) == 0
    assert written(folder)[3:] == ["begun", "ended"]
    assert not is_there(DIRECTORY, slow)


def test_the_task_of_a_killed_worker_is_done_by_the_next_once_its_lease_is_over(
    machinery: Machinery, folder: Path
) -> None:
    machinery.gearman()
    machinery.dispatcher()
    worker = machinery.worker()
    slow = put_task("write_slowly", str(folder))
    wait_for(lambda: written(folder) == ["begun"], "the task is under way")
    end(worker, signal.SIGKILL)
    (folder / "go").touch()
    after = put_task("write", f"{folder}/log", "after")
    idle = machinery.worker()
    wait_for(lambda: not is_there(DIRECTORY, after), "the next worker works")
    assert written(folder) == ["begun", "after"]

    end_lease(slow)
    wait_for(lambda: not is_there(DIRECTORY, slow), "the task is done")
    assert written(folder) == ["begun", "after", "begun", "ended"]
    assert end(idle, signal.SIGTERM) == 0
