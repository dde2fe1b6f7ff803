"""Two Gearman servers: one that is lost or frozen costs nothing, and no worker holds more than one job."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.tasks.real import Machinery, end, machinery_in, wait_for
from tests.tasks.rows import DIRECTORY, end_lease, is_there, put_task, written
from tintype.config.topology import DISTRIBUTION
from tintype.tasks.gearman import AWAY, Client, connected_client, submit

pytestmark = pytest.mark.slow
ROWS = {"a database with a long name": list(range(10**18, 10**18 + 20))}


@pytest.fixture
def machinery(tmp_path: Path, settings: Settings) -> Iterator[Machinery]:
    with machinery_in(tmp_path, servers=2, engines=DISTRIBUTION) as made:
        settings.GEARMAN = tuple(("127.0.0.1", port) for port in made.ports)
        yield made


@pytest.fixture
def client(machinery: Machinery) -> Iterator[Client]:
    made = connected_client("a test")
    yield made
    made.shutdown()


def reached(client: Client) -> set[int]:
    return {connection.port for connection in client.active_connections}


def test_a_frozen_server_is_out_until_it_answers_again(machinery: Machinery, client: Client) -> None:
    frozen, _ = machinery.gearman(0), machinery.gearman(1)
    wait_for(lambda: len(reached(client)) == 2, "both are reached")
    frozen.send_signal(signal.SIGSTOP)
    for attempt in range(4):
        submit(client, "now", ROWS, attempt)
    # It is tried again meanwhile, and its kernel takes the connection.
    assert (reached(client), number_of_jobs(machinery, 1)) == ({machinery.ports[1]}, 4)
    frozen.send_signal(signal.SIGCONT)
    wait_for(lambda: len(reached(client)) == 2, "both are reached again")


def number_of_jobs(machinery: Machinery, server: int) -> int:
    return machinery.numbers("now", server)[0]


def test_rows_handed_over_again_wait_once_and_nothing_of_them_is_kept(machinery: Machinery, client: Client) -> None:
    machinery.gearman(0)
    wait_for(lambda: len(reached(client)) == 1, "it is reached")
    for attempts in (0, 0, 0, 1, 1):
        submit(client, "now", ROWS, attempts)
    assert machinery.waiting("now") == 2
    assert [connection.related_jobs for connection in client.active_connections] == [{}]


def test_without_any_server_nothing_is_taken(client: Client) -> None:
    with pytest.raises(AWAY):
        submit(client, "now", ROWS)


def test_whatever_server_is_lost_or_frozen_everything_is_done(machinery: Machinery, folder: Path) -> None:
    first, second = machinery.gearman(0), machinery.gearman(1)
    machinery.dispatcher()
    worker = machinery.worker()
    end(first)
    assert_six_are_done(folder)
    machinery.gearman(0)
    second.send_signal(signal.SIGSTOP)
    assert_six_are_done(folder)
    second.send_signal(signal.SIGCONT)
    wait_for(lambda: machinery.workers() == 1, "the worker is at both again")
    assert worker.poll() is None


def assert_six_are_done(folder: Path) -> None:
    before = len(written(folder))
    rows = [put_task("write", f"{folder}/log", "done") for _ in range(6)]
    wait_for(lambda: not any(is_there(DIRECTORY, row_id) for row_id in rows), "all rows are done")
    assert len(written(folder)) == before + 6


def test_a_worker_takes_one_job_at_a_time_though_both_servers_have_one(machinery: Machinery, folder: Path) -> None:
    machinery.gearman(0)
    machinery.gearman(1)
    worker = machinery.worker()
    rows = [put_task("write_slowly", str(folder)) for _ in range(2)]
    machinery.dispatcher()
    wait_for(lambda: machinery.waiting("now") == 2, "each server has a job")
    assert [number_of_jobs(machinery, server) for server in (0, 1)] == [1, 1]
    wait_for(lambda: written(folder) == ["begun"], "the worker works on one")
    machinery.worker()
    wait_for(lambda: written(folder) == ["begun", "begun"], "the other worker has the other")
    (folder / "go").touch()
    wait_for(lambda: not any(is_there(DIRECTORY, row_id) for row_id in rows), "both are done")
    assert worker.poll() is None


def test_the_row_of_a_frozen_worker_is_done_by_another_once_its_lease_is_over(
    machinery: Machinery, folder: Path
) -> None:
    machinery.ports = machinery.ports[:1]
    machinery.gearman()
    machinery.dispatcher()
    frozen = machinery.worker()
    slow = put_task("write_slowly", str(folder))
    wait_for(lambda: written(folder) == ["begun"], "the task is under way")
    frozen.send_signal(signal.SIGSTOP)
    (folder / "go").touch()
    machinery.worker()
    end_lease(slow)
    wait_for(lambda: not is_there(DIRECTORY, slow), "the other worker has done it")
    assert written(folder) == ["begun", "begun", "ended"]
