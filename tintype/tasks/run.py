"""Running rows of the outbox, in a worker or in the process that just put it there."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import Task

from tintype.tasks import outbox
from tintype.tasks.handover import hand_over

log = logging.getLogger(__name__)


def run_rows(database: str, row_ids: list[int], worker: str = "") -> list[int]:
    """Lease the rows, do their work, delete them. Those done; a row whose work failed stays and comes again."""
    done = [taken.id for taken in outbox.take(database, row_ids, worker) if _is_done(taken)]
    if done:
        outbox.finish(database, done)
    return done


def run_row(database: str, row_id: int) -> bool:
    """As `run_rows`, for one."""
    return bool(run_rows(database, [row_id]))


def _is_done(taken: outbox.Taken) -> bool:
    try:
        task: Task[..., Any] = import_string(taken.task)
        task.call(*taken.args)
    except Exception:
        log.exception("task %s%s failed, attempt %s", taken.task, tuple(taken.args), taken.attempts)
        outbox.fail(taken, traceback.format_exc(limit=-5))
        return False
    return True


def enqueue_and_run(task: Task[..., Any], *args: Any, again: bool = False) -> None:
    """A task whose effect the acting person looks at next: right after the commit it runs here.

    The row is put in all the same, so if this process dies or the other shard is away, a worker does it later. With
    `again` a worker does it later in any case (outbox.GRACE_SECONDS).
    """

    def run(database: str, row_id: int) -> None:
        try:
            task.call(*args)
        except Exception:
            log.exception("task %s%s failed here; a worker will do it", task.name, args)
        else:
            if not again:
                outbox.finish(database, [row_id])

    outbox.put(outbox.Entry(task.queue_name, task.module_path, list(args), run))


def run_ahead(task: Task[..., Any], *args: Any, here: Callable[[], object]) -> None:
    """The worker runs the task in any case; `here` shows its effect ahead of it, and may fail.

    For what is so cheap that doing it twice costs less than `enqueue_and_run`'s deletion of the row.
    """

    def run(database: str, row_id: int) -> None:
        try:
            here()
        except Exception:
            log.exception("task %s%s not shown ahead", task.name, args)
        hand_over(task.queue_name, database, row_id)

    outbox.put(outbox.Entry(task.queue_name, task.module_path, list(args), run))
