"""Enqueuing a task is inserting a row into the outbox of the open action's database."""

from typing import Any

from django.db import transaction
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
        database, row_id = outbox.put(task.queue_name, task.module_path, list(args))
        transaction.on_commit(lambda: hand_over(task.queue_name, database, row_id), using=database, robust=True)
        return TaskResult(
            task=task,
            id=f"{database}:{row_id}",
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
