"""Row by row: is what lies at the target what lies at the source?"""

import time
from collections.abc import Iterator
from itertools import islice

from psycopg import Connection

from tintype.sharding.models import Move
from tintype.sharding.moves.compare import Difference, pairs, rows
from tintype.sharding.moves.show import Show
from tintype.sharding.moves.tables import Amount, amounts, tables

# A row that is written all the time is different at every look; one that is different at ten looks in five seconds,
# while the target is a few milliseconds behind, is wrong.
LOOKS = 10
LOOK_SECONDS = 0.5
# So many are named; an operator who sees them knows which rows it is about.
MOST_NAMED = 10
# A copy that is wrong altogether need not be told of row by row.
MOST_DIFFERENCES = 10_000
# The progress is told once for so many rows.
STEP = 10_000


def differences(source: Connection, target: Connection, move: Move, show: Show) -> list[Difference]:
    return list(islice(_differences(source, target, move, show), MOST_DIFFERENCES))


def _differences(source: Connection, target: Connection, move: Move, show: Show) -> Iterator[Difference]:
    total = sum(amounts(source, move.shards).values(), Amount())
    with show.progress("comparing", total) as advance:
        seen = 0
        for table in tables(move.shards):
            for ours, theirs in pairs(rows(source, table, move.id), rows(target, table, move.id)):
                seen += 1
                if seen % STEP == 0:
                    advance(total.part(seen))
                found = ours or theirs
                if found and (ours is None or theirs is None or ours.digest != theirs.digest):
                    yield Difference(table, found.key, ours, theirs)
        advance(total)


def is_still_different(source: Connection, target: Connection, move: Move, difference: Difference) -> bool:
    """Looked at again while people go on writing."""
    for _ in range(LOOKS):
        ours, theirs = (next(rows(end, difference.table, move.id, difference.key), None) for end in (source, target))
        if (ours and ours.digest) == (theirs and theirs.digest):
            return False
        time.sleep(LOOK_SECONDS)
    return True


def happened_since(difference: Difference) -> bool:
    """Whether people may have made the difference after the switch: changed, added or deleted the row."""
    return difference.theirs is None or difference.theirs.is_younger


def told(differences: list[Difference]) -> str:
    lines = [f"  {difference}" for difference in differences[:MOST_NAMED]]
    more = [f"  and {len(differences) - MOST_NAMED} more"] if len(differences) > MOST_NAMED else []
    return "\n".join([f"{len(differences)} rows are not the same at the target:", *lines, *more])
