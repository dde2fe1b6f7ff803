"""A move is written down in the directory: from then on every process knows that these shards move."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from tintype.sharding.actions import set_moving
from tintype.sharding.databases import shard_databases
from tintype.sharding.models import LogicalShard, MapVersion, Move
from tintype.sharding.moves.ends import connected
from tintype.sharding.moves.errors import MoveRefused
from tintype.sharding.moves.fences import check_are_here
from tintype.sharding.moves.numbers import spelled

ENDED = (Move.Step.DONE, Move.Step.ROLLED_BACK)


def plan_moves(shards: Iterable[int], target: str) -> list[Move]:
    """One move for each source; shards that live at the target already are left out. Raises MoveRefused."""
    if target not in shard_databases():
        raise MoveRefused(f"There is no database {target}: it is one of {', '.join(shard_databases())}.")
    with transaction.atomic():
        MapVersion.objects.select_for_update().get()  # one change of the map after the other
        by_source = _by_source(shards, target)
        for source, found in by_source.items():
            with connected(source) as end:
                check_are_here(end, source, found)
        moves = [Move.objects.create(shards=found, source=source, target=target) for source, found in by_source.items()]
        set_moving([shard for move in moves for shard in move.shards], is_moving=True)
    return moves


def _by_source(shards: Iterable[int], target: str) -> dict[str, list[int]]:
    places = LogicalShard.objects.filter(shard__in=list(shards)).exclude(database=target).order_by("shard")
    if moving := [place.shard for place in places if place.is_moving]:
        raise MoveRefused(
            f"Shard {spelled(moving)} moves already: `tintype shards move --resume` goes on with it,"
            " `--rollback` undoes it."
        )
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(place.database, []).append(place.shard)
    if not found:
        raise MoveRefused(f"They live in {target} already.")
    return found


def unfinished() -> list[Move]:
    return list(Move.objects.exclude(step__in=ENDED).order_by("id"))


def advance(move: Move, step: Move.Step) -> None:
    """The next step begins: whoever resumes begins there too."""
    move.step = step
    if step in ENDED:
        move.ended_at = timezone.now()
    with transaction.atomic():
        if step in ENDED:
            set_moving(move.shards, is_moving=False)
        move.save()
