"""Handing over, dispatching and working when something on the way is away; real processes in test_real_gearman."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import gear
import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils.module_loading import import_string
from django_tasks.base import Task

import tintype
from tests.tasks.rows import is_there, put_note, row
from tintype.tasks import handover, outbox, worker
from tintype.tasks.gearman import Client
from tintype.tasks.handover import Handover, hand_over, jobs_of
from tintype.tasks.management.commands.run_dispatcher import enqueue_regular, hand_over_due
from tintype.tasks.models import OutboxRow
from tintype.testing.member import unique_name

DIRECTORY = "default"


def all_tasks() -> Iterator[Task[..., Any]]:
    for found in pkgutil.walk_packages(tintype.__path__, "tintype."):
        if found.name.endswith(".tasks"):
            for value in vars(import_module(found.name)).values():
                if isinstance(value, Task) and value.module_path.startswith(f"{found.name}."):
                    yield value


def test_every_task_is_found_by_the_name_that_its_rows_carry() -> None:
    tasks = list(all_tasks())
    assert {import_string(task.module_path) for task in tasks} == set(tasks)
    assert {task.queue_name for task in tasks} == set(settings.TASKS["default"]["QUEUES"])
    rooms = {task.module_path.split(".")[1] for task in tasks}
    assert rooms == {"accounts", "feed", "graph", "notify", "photos"}


def test_the_regular_tasks_are_put_into_the_directory_when_their_time_has_come() -> None:
    before = OutboxRow.objects.using(DIRECTORY).order_by("-id").values_list("id", flat=True).first() or 0
    next_at: dict[str, float] = {}
    enqueue_regular(next_at)
    made = OutboxRow.objects.using(DIRECTORY).filter(id__gt=before)
    assert sorted(made.values_list("task", flat=True)) == sorted(settings.REGULAR_TASKS)
    made.delete()
    due = next(iter(settings.REGULAR_TASKS))
    next_at[due] = 0
    enqueue_regular(next_at)
    assert list(made.values_list("task", flat=True)) == [due]
    made.delete()


class Gearman(Client):
    """A client that takes so many jobs and is then away."""

    def __init__(self, jobs: int) -> None:  # its own would look for servers
        self.left = jobs
        self.taken: list[bytes] = []

    def waitForServer(self, **_: Any) -> None:  # noqa: N802 - gear's name
        if not self.left:
            raise gear.TimeoutError

    def submitJob(self, job: gear.Job, **_: Any) -> None:  # noqa: N802 - gear's name
        if not self.left:
            raise gear.NoConnectedServersError
        self.left -= 1
        self.taken.append(job.arguments)


def due_rows(count: int) -> list[int]:
    """The longest overdue of all."""
    rows = [put_note(unique_name("due")) for _ in range(count)]
    OutboxRow.objects.using(DIRECTORY).filter(id__in=rows).update(due_at="2026-01-01T00:00:00Z")
    return rows


def test_while_gearman_is_away_rows_stay_due() -> None:
    rows = due_rows(3)
    assert hand_over_due(Gearman(0), DIRECTORY) == 0
    assert {row(DIRECTORY, row_id).due_at.year for row_id in rows} == {2026}
    assert {found.id for found in outbox.due(DIRECTORY, 3)} == set(rows)


def test_when_gearman_goes_away_in_the_middle_the_rest_is_due_again_soon() -> None:
    rows = due_rows(3)
    gearman = Gearman(2)
    assert hand_over_due(gearman, DIRECTORY) == 0
    assert len(gearman.taken) == 2
    assert all(is_there(DIRECTORY, row_id) for row_id in rows)


def test_a_database_that_is_away_costs_its_own_rows_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(outbox, "due", fails)
    assert hand_over_due(Gearman(5), DIRECTORY) == 0
    monkeypatch.setattr(worker, "run_rows", fails)
    worker.Worker("nobody", ["soon"]).run(DIRECTORY, [1])


def test_rows_in_a_hurry_are_a_job_each_and_the_others_go_by_the_twenties() -> None:
    handed = [("now", "shard1", 1), ("now", "shard1", 2)]
    handed += [("soon", ("shard1", "shard2")[number % 2], number) for number in range(25)]
    jobs = list(jobs_of(handed))
    assert jobs[:2] == [("now", {"shard1": [1]}), ("now", {"shard1": [2]})]
    assert [queue for queue, _ in jobs[2:]] == ["soon", "soon"]
    assert [sum(map(len, rows.values())) for _, rows in jobs[2:]] == [20, 5]
    assert sorted(one for _, rows in jobs[2:] for ids in rows.values() for one in ids) == list(range(25))


def test_a_thread_that_died_is_replaced_at_the_next_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_threads", [])
    with monkeypatch.context() as dying:
        dying.setattr(Handover, "run", lambda _: None)
        hand_over("now", DIRECTORY, 1)
        first = handover._threads[-1]
        first.join(10)
    hand_over("now", DIRECTORY, 1)
    second = handover._threads[-1]
    assert (first is second, second.is_alive()) == (False, True)
