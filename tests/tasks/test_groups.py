"""A group of workers forked from one parent: whoever dies is replaced, and all end with their parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tasks.real import DEADLINE_SECONDS, ROOT, Machinery, children_of, end, machinery_in, wait_for, workers_of
from tests.tasks.rows import DIRECTORY, is_there, put_task, written
from tintype.tasks.group import Place


@pytest.fixture
def machinery(tmp_path: Path) -> Iterator[Machinery]:
    with machinery_in(tmp_path) as made:
        yield made


def test_who_dies_at_once_is_replaced_after_growing_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    place = Place(1)
    pauses = []
    for lived in (0, 9, 0, 0, 0, 0, 0, 11, 1):
        place.started = now - lived
        place.has_died(1)
        pauses.append(place.start_at - now)
    assert pauses == [1, 2, 4, 8, 16, 32, 32, 0, 1]


@pytest.mark.slow
def test_one_that_is_killed_is_replaced_and_its_task_is_done_at_once(machinery: Machinery, folder: Path) -> None:
    machinery.gearman()
    machinery.dispatcher()
    group = machinery.worker(processes=3)
    before = workers_of(group)
    slow = put_task("write_slowly", str(folder))
    wait_for(lambda: written(folder) == ["begun"], "the task is under way")
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    (folder / "go").touch()
    # Its lease would last two minutes longer than this waits: who comes in its place gives it back.
    wait_for(lambda: not is_there(DIRECTORY, slow), "one of the next has done it")
    assert written(folder) == ["begun", "begun", "ended"]
    wait_for(lambda: machinery.workers() == 3, "all are there again")
    now = workers_of(group)
    assert (len(now), set(now) & set(before)) == (3, set())


@pytest.mark.slow
def test_a_group_that_is_told_to_stop_finishes_what_is_under_way(machinery: Machinery, folder: Path) -> None:
    machinery.gearman()
    machinery.dispatcher()
    group = machinery.worker(processes=2)
    rows = [put_task("write_slowly", str(folder)) for _ in range(2)]
    wait_for(lambda: written(folder) == ["begun", "begun"], "both are at work")
    group.send_signal(signal.SIGTERM)
    group.send_signal(signal.SIGTERM)
    later = put_task("write", f"{folder}/log", "later")
    (folder / "go").touch()
    assert group.wait(60) == 0
    assert written(folder) == ["begun", "begun", "ended", "ended"]
    assert [is_there(DIRECTORY, row_id) for row_id in (*rows, later)] == [False, False, True]


@pytest.mark.slow
def test_nobody_outlives_a_killed_parent(machinery: Machinery, folder: Path) -> None:
    machinery.gearman()
    machinery.dispatcher()
    group = machinery.worker(processes=2)
    children = workers_of(group)
    put_task("write_slowly", str(folder))
    wait_for(lambda: written(folder) == ["begun"], "one is at work")
    end(group)
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), "the children have ended")
    assert written(folder) == ["begun"]


@pytest.mark.slow
def test_a_group_whose_imaging_server_died_ends_to_be_started_again(machinery: Machinery, folder: Path) -> None:
    machinery.gearman()
    machinery.dispatcher()
    group = machinery.worker(processes=2)
    slow = put_task("write_slowly", str(folder))
    wait_for(lambda: written(folder) == ["begun"], "one is at work")
    (server,) = set(children_of(group)) - set(workers_of(group))
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: len(workers_of(group)) == 1, "the idle one has ended")
    (folder / "go").touch()
    assert group.wait(60) == 0
    assert (written(folder), is_there(DIRECTORY, slow)) == (["begun", "ended"], False)


SHARED = """
import os, signal
from tests.photos.imaging.camera import camera_jpeg
from tintype.photos.imaging import client
from tintype.photos.imaging.render import render_avatar

def forked(what):
    pid = os.fork()
    if not pid:
        what()
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0

def render():
    assert render_avatar(camera_jpeg())
    print(client._kept.get()._process.pid, flush=True)

client.share()
server = client._kept.get()._process
print(server.pid, flush=True)
forked(render)
forked(render)
server.kill()
server.wait(10)
forked(render)
"""


def test_a_group_has_one_imaging_server_and_goes_on_when_that_dies() -> None:
    command = [sys.executable, "-c", SHARED]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=DEADLINE_SECONDS)
    parent, first, second, later = said.stdout.split()
    assert parent == first == second != later
