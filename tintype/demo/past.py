"""Ids with a past: an id carries its time, and a community that was all made within one minute looks like none."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import count
from typing import Any

from django.db import connections

from tintype.sharding.databases import shard_databases
from tintype.sharding.ids import first_id_at

_NEXT_ID = "SELECT next_id(%s)"
_SEQUENCES = 1024


@contextmanager
def ids_made_at(moment: datetime) -> Iterator[None]:
    """For the demo only: whatever this thread's connections ask `next_id` for was made at `moment`.

    The rooms' own actions are used, and none of them has a way in for such ids; so the question is answered on its
    way to the database. Unique as long as nobody else of that shard was active in that millisecond, which the
    primary keys would tell.
    """
    sequence = count()

    def answer(execute: Callable[..., Any], query: str, params: Any, *rest: Any) -> Any:
        if query != _NEXT_ID:
            return execute(query, params, *rest)
        made = first_id_at(moment) | params[0] << 10 | next(sequence) % _SEQUENCES
        return execute("SELECT %s::bigint", [made], *rest)

    with ExitStack() as wrapped:
        for database in shard_databases():
            wrapped.enter_context(connections[database].execute_wrapper(answer))
        yield
