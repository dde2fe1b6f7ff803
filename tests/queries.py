"""Counting the queries of all databases together."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.db import connections
from django.test.utils import CaptureQueriesContext


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
    result.queries = sum(len(context) for context in contexts)
