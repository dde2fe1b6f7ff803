"""Tasks done by this process right after the commit, so that what they make is dated like what caused it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends

from tintype.tasks.backend import OutboxBackend
from tintype.tasks.run import run_row


class HereBackend(OutboxBackend):
    """The row of the outbox is put in all the same: if this process dies, a worker does it."""

    def after_commit(self, queue: str) -> Callable[[str, int], object]:
        del queue
        return run_row


@contextmanager
def tasks_here() -> Iterator[None]:
    """In this thread."""
    usual = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    here = HereBackend(usual.alias, {"QUEUES": list(usual.queues), "OPTIONS": usual.options})
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = here
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = usual
