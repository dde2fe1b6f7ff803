"""The steps of a move. Each begins where the one before it ended, or where an interrupted one has left things."""

import time

from django.db import transaction
from psycopg import Connection

from tintype.sharding.actions import set_place
from tintype.sharding.models import LogicalShard, Move
from tintype.sharding.moves import replication, verify
from tintype.sharding.moves.catching_up import catch_up
from tintype.sharding.moves.compare import Difference
from tintype.sharding.moves.copying import begin_copy, watch_copy
from tintype.sharding.moves.errors import MoveStopped
from tintype.sharding.moves.fences import check_are_here, open_target, raise_fences, set_fences
from tintype.sharding.moves.plan import advance
from tintype.sharding.moves.rows import delete_rows
from tintype.sharding.moves.show import Show
from tintype.sharding.moves.switch import has_switched, switch

# Four lives of a process's map: by then each has heard that these shards move, or where they live now.
KNOWN_SECONDS = 2
# Tries to find half a second in which nobody is in the middle of writing.
TRIES = 10
AGAIN_SECONDS = 1


def prepare(source: Connection, target: Connection, move: Move, show: Show) -> None:
    if is_over(move):
        return _write_down(target, move)
    raise_fences(source, target, move, show)
    time.sleep(KNOWN_SECONDS)
    begin_copy(source, target, move, show)
    return advance(move, Move.Step.COPYING)


def copy(source: Connection, target: Connection, move: Move, show: Show) -> None:
    if not replication.is_connected(source, target, move):
        show.say("the copy is gone with a server that was replaced; it begins anew")
        return advance(move, Move.Step.PLANNED)
    if not watch_copy(source, target, move, show):
        show.say("the copy stands still; it begins anew")
        return advance(move, Move.Step.PLANNED)
    return advance(move, Move.Step.FOLLOWING)


def follow(source: Connection, target: Connection, move: Move, show: Show) -> None:
    """Compare while people write, then switch, then compare what was handed over."""
    if is_over(move):
        return _write_down(target, move)
    if not replication.is_connected(source, target, move):
        return advance(move, Move.Step.COPYING)
    show.say(f"{move.target} receives what is written to {move.source}")
    catch_up(source, move, show)
    _compare_while_written(source, target, move, show)
    _switch(source, target, move, show)
    return _compare_what_was_handed_over(source, target, move, show)


def is_over(move: Move) -> bool:
    """Whether the switch has happened, as an interrupted mover cannot know.

    The map is asked as well: a source that was replaced by its replica just after the switch may have lost it.
    """
    return LogicalShard.objects.filter(shard__in=move.shards, database=move.target).exists() or has_switched(move)


def _compare_while_written(source: Connection, target: Connection, move: Move, show: Show) -> None:
    found = verify.differences(source, target, move, show)
    wrong = [one for one in found if verify.is_still_different(source, target, move, one)]
    if wrong:
        advance(move, Move.Step.PLANNED)
        raise MoveStopped(f"{verify.told(wrong)}\nNothing was switched; with --resume they are copied anew.")


def _switch(source: Connection, target: Connection, move: Move, show: Show) -> None:
    for _ in range(TRIES):
        began = switch(source, target, move)
        if began is not None:
            _set_place(move)
            move.pause_ms = (time.monotonic() - began) * 1000
            move.save()
            return show.say(f"switched; these shards were not written to for {move.pause_ms:.0f} ms")
        show.say(f"somebody was writing for long, or {move.target} was behind: next try in {AGAIN_SECONDS} s")
        time.sleep(AGAIN_SECONDS)
    raise MoveStopped("There was no moment for the switch; nothing was switched.")


def _write_down(target: Connection, move: Move) -> None:
    open_target(target, move)
    _set_place(move)


def _set_place(move: Move) -> None:
    with transaction.atomic():
        set_place(move.shards, move.target)
        advance(move, Move.Step.SWITCHED)


def _compare_what_was_handed_over(source: Connection, target: Connection, move: Move, show: Show) -> None:
    """In the target's transaction of the pause: exact, whatever people have written there since."""
    wrong = verify.differences(source, target, move, show)
    target.execute("ROLLBACK")
    _end_comparison(move, wrong)


def check_again(source: Connection, target: Connection, move: Move, show: Show) -> None:
    """After an interruption: what people have written since the switch is told by its age."""
    check_are_here(target, move.target, move.shards)
    # Again, for a source that was replaced by a replica which had not got them yet.
    set_fences(source, move, move.target)
    found = verify.differences(source, target, move, show)
    wrong = [one for one in found if not verify.happened_since(one)]
    if since := len(found) - len(wrong):
        show.say(f"{since} rows were changed or deleted since the switch")
    _end_comparison(move, wrong)


def _end_comparison(move: Move, wrong: list[Difference]) -> None:
    if wrong:
        raise MoveStopped(
            f"{verify.told(wrong)}\nThe shards are served by {move.target}, and {move.source} keeps its rows."
        )
    advance(move, Move.Step.VERIFIED)


def clean_up(source: Connection, target: Connection, move: Move, show: Show) -> None:
    check_are_here(target, move.target, move.shards)
    replication.drop_subscription(target, move)
    replication.drop_source_end(source, move)
    time.sleep(KNOWN_SECONDS)  # who began to read at the source before the switch has ended
    delete_rows(source, move.shards, f"deleting what is left in {move.source}", show)
    target.execute("DELETE FROM sharding_fence WHERE move_id = %s", [move.id])
    advance(move, Move.Step.DONE)
