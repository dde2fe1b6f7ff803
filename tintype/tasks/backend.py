"""Enqueuing a task is inserting a row into the outbox of the open action's database."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from tintype.tasks import outbox
from tintype.tasks.handover import hand_over


class OutboxBackend(BaseTaskBackend):
    """Arguments are positional JSON values: ids and short texts."""

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        if kwargs:
            raise TypeError(f"{task.name}: tasks take positional arguments only")
        after_commit = self.after_commit(task.queue_name)
        outbox.put(outbox.Entry(task.queue_name, task.module_path, list(args), after_commit))
        return TaskResult(
            task=task,
            id=uuid4().hex,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs={},
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def after_commit(self, queue: str) -> Callable[[str, int], object]:
        """What is done with the row once it is there; it gets the database's name and the row's id."""
        return partial(hand_over, queue)
