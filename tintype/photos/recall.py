"""Addresses that were given out and must show nothing any more: every edge is told, until each has heard it.

There is a task for each edge, so that one that is away keeps nobody else waiting.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from tintype.accounts import recall as accounts
from tintype.config.media import Edge
from tintype.photos.faces import renew_addresses
from tintype.storage import edges
from tintype.storage.keys import is_face, is_photo
from tintype.storage.media import LONG
from tintype.storage.secrets import derived
from tintype.tasks import outbox
from tintype.tasks.run import enqueue_and_run, run_rows

PURGED_AT_ONCE = 500
# One that was not reached for longer has missed a beat (settings.REGULAR_TASKS).
RECENT_SECONDS = 90
# So long addresses live.
REMEMBERED = timedelta(seconds=LONG.least_seconds + LONG.window_seconds)

log = logging.getLogger(__name__)


def refuse_later(account_id: int, names: Iterable[str | int]) -> None:
    """In the transaction that recalls these stamps or deletes these photos; right after its commit the edges know.

    A photo that is deleted is refused before its files are gone: that takes one word, and nobody's turn in a queue.
    """
    refused = [str(name) for name in names]
    for edge in edges.edges() if refused else ():
        enqueue_and_run(refuse_at, edge.name, account_id, refused)


def purge_later(keys: Iterable[str]) -> None:
    """After these objects were deleted from the store."""
    kept = [key for key in keys if is_photo(key) or is_face(key)]
    for edge in edges.edges() if kept else ():
        for start in range(0, len(kept), PURGED_AT_ONCE):
            enqueue_and_run(purge_at, edge.name, kept[start : start + PURGED_AT_ONCE])


@task(queue_name="now")
def refuse_at(edge_name: str, account_id: int, names: list[str]) -> None:
    if edge := edges.edge_called(edge_name):
        edges.refuse(edge, account_id, names)


@task(queue_name="now")
def purge_at(edge_name: str, keys: list[str]) -> None:
    if edge := edges.edge_called(edge_name):
        edges.purge(edge, keys)


@task(queue_name="now")
def recall_private(account_id: int) -> None:
    """Somebody who could see their posts cannot any more. Twice is no harm: the addresses change once more."""
    accounts.recall_private(account_id)


@task(queue_name="now")
def renew_faces(account_id: int) -> None:
    renew_addresses(account_id)


@task(queue_name="now")
def catch_up() -> None:
    """Each minute."""
    for edge in edges.edges():
        catch_up_at.enqueue(edge.name)


def tell_edges() -> None:
    """Before anybody asks them for photos."""
    for edge in edges.edges():
        catch_up_at.call(edge.name)


@task(queue_name="now")
def catch_up_at(edge_name: str) -> None:
    """An edge that could not be reached for a while, that lost its disk or is new learns what it missed.

    Until then one that was started after a while shows no photos (cluster.edge_start).
    """
    edge = edges.edge_called(edge_name)
    if edge is None:
        return
    try:
        if edges.seconds_since_told(edge, derived("purge")) < RECENT_SECONDS or _tell_all(edge):
            edges.note_told(edge)
    except edges.EdgeAway as away:
        log.warning("%s", away)


def _tell_all(edge: Edge) -> bool:
    """Recalls that are younger than the addresses they are about, and what waits. False if that fails."""
    for account_id, stamps in accounts.recalled_since(timezone.now() - REMEMBERED):
        edges.refuse(edge, account_id, stamps)
    waiting = outbox.retry_now([refuse_at.module_path, purge_at.module_path], edge.name)
    return all(set(run_rows(database, ids)) == set(ids) for database, ids in waiting.items())
