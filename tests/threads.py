"""Things done at the same time, each with database connections of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def together(functions: Sequence[Callable[[], T]]) -> list[T]:
    """Run all at once; their answers in order. Raises the first error."""
    start = Barrier(len(functions))

    def run(function: Callable[[], T]) -> T:
        start.wait()
        try:
            return function()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))
