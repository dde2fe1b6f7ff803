"""Carrying out a move from wherever it stands, and undoing it before the switch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error
from psycopg import Connection

from tintype.sharding.databases import shard_databases
from tintype.sharding.models import Move
from tintype.sharding.moves import replication, steps
from tintype.sharding.moves.ends import connected
from tintype.sharding.moves.errors import MoveStopped
from tintype.sharding.moves.fences import check_are_here, set_fences
from tintype.sharding.moves.plan import ENDED, advance
from tintype.sharding.moves.rows import delete_rows
from tintype.sharding.moves.show import Show

Step = Callable[[Connection, Connection, Move, Show], None]

STEPS: dict[str, Step] = {
    Move.Step.PLANNED: steps.prepare,
    Move.Step.COPYING: steps.copy,
    Move.Step.FOLLOWING: steps.follow,
    Move.Step.SWITCHED: steps.check_again,
    Move.Step.VERIFIED: steps.clean_up,
}
# PostgreSQL lets go of the lock of one that was cut off a moment after its connection is gone.
ONE_MOVER = "SELECT set_config('lock_timeout', '2s', false), pg_advisory_lock(8191042, %s)"


def carry_out(move: Move, show: Show) -> None:
    """Raises MoveStopped where it cannot go on; it can be called again then."""
    with _alone(move), connected(move.source) as source, connected(move.target) as target:
        move.refresh_from_db()
        while move.step not in ENDED:
            STEPS[move.step](source, target, move, show)


def roll_back(move: Move, show: Show) -> None:
    """The source goes on as if nothing had been. Raises MoveStopped after the switch."""
    with _alone(move), connected(move.source) as source:
        move.refresh_from_db()
        if move.step in (Move.Step.SWITCHED, Move.Step.VERIFIED) or steps.is_over(move):
            raise MoveStopped(
                f"The shards live in {move.target} already: --resume ends the move, and another one brings them back."
            )
        check_are_here(source, move.source, move.shards)
        # From here on, --resume would begin anew.
        advance(move, Move.Step.PLANNED)
        source.execute("DELETE FROM sharding_fence WHERE move_id = %s AND moved_to = ''", [move.id])
        try:
            if move.target in shard_databases():  # one that is gone for good is taken out of the topology
                _clean_target(move, show)
        finally:
            # Also when the target is away: without its slot the source can throw its log away again.
            replication.drop_source_end(source, move)
        advance(move, Move.Step.ROLLED_BACK)


def _clean_target(move: Move, show: Show) -> None:
    with connected(move.target) as target:
        replication.drop_subscription(target, move)
        set_fences(target, move, move.source)
        delete_rows(target, move.shards, f"deleting what came to {move.target}", show)


@contextmanager
def _alone(move: Move) -> Iterator[None]:
    """One process at a time works on a move; the lock goes with its connection."""
    try:
        with connected(DEFAULT_DB_ALIAS) as directory:
            _lock(directory, move)
            yield
    except (psycopg.Error, Error) as error:
        raise MoveStopped(f"A database was lost in the middle: {str(error).strip()}") from error


def _lock(directory: Connection, move: Move) -> None:
    try:
        directory.execute(ONE_MOVER, [move.id])
    except psycopg.errors.LockNotAvailable as error:
        raise MoveStopped("Another process is at work on this move.") from error
