"""Counting the queries of all databases together."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.db import connections
from django.test.utils import CaptureQueriesContext

# Not counted, since when they are sent depends on the clock and the topology and not on what is done: the look at the
# version of the shard map, twice a second; after an action where there are replicas, how far the log has come.
UNCOUNTED = ("sharding_mapversion", "pg_current_wal_insert_lsn")


def count(captured: Iterable[CaptureQueriesContext]) -> int:
    return sum(not any(one in query["sql"] for one in UNCOUNTED) for context in captured for query in context)


@dataclass
class Counted:
    queries: int = -1


@contextmanager
def counted() -> Iterator[Counted]:
    """`queries` is there once the block has ended."""
    result = Counted()
    with ExitStack() as captured:
        contexts = [captured.enter_context(CaptureQueriesContext(connection)) for connection in connections.all()]
        yield result
    result.queries = count(contexts)
