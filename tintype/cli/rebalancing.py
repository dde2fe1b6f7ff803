"""`tintype shards rebalance`: the plan first, then the moves."""

from typing import TYPE_CHECKING

import click

from tintype.cli.columns import columns, size_in_words
from tintype.cli.environment import django_loaded
from tintype.cli.moving import see_through
from tintype.cli.options import home_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tintype.sharding.balance import Piece
    from tintype.sharding.moves.tables import Amount

HEAD = ("from", "to", "shards", "which", "rows", "size", "about")
NUMBERS = ("shards", "rows", "size", "about")
# An empty shard weighs this: it fills up like any other, so where there is little data the shards themselves count.
EMPTY_BYTES = 1_000
# Copied, compared twice and deleted, with both databases on one machine of two cores; what takes 5 s are the waits
# until every process knows.
ROWS_A_SECOND = 20_000
WAITS_SECONDS = 5
LONG_SECONDS = 100

HELP = """Even out what the databases hold, with as few moves of shards as possible.

The plan is shown first, and asked about. A database within 5 % of the average is left as it is.
A move that was interrupted is finished before anything new is planned: to go on after an
interruption, give the same command again.
"""


@click.command(help=HELP, short_help="Even out what the databases hold.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@home_option
def rebalance(*, yes: bool) -> None:
    with django_loaded():
        from tintype.cli.move_show import MoveShow
        from tintype.sharding.moves.plan import unfinished

        for move in unfinished():
            click.echo("First, what was interrupted:")
            see_through(move, MoveShow())
        pieces, amounts = _plan()
        if not pieces:
            click.echo("The databases hold about the same. Nothing to move.")
            return
        for line in columns(HEAD, [*_rows(pieces, amounts)], NUMBERS):
            click.echo(line)
        if not yes:
            click.confirm("\nMove these, one after the other, while people go on?", abort=True)
        _carry_out(pieces)


def _plan() -> "tuple[list[Piece], Mapping[int, Amount]]":
    from tintype.sharding.balance import plan
    from tintype.sharding.databases import shard_databases
    from tintype.sharding.moves.tables import Amount
    from tintype.sharding.overview import shards_by_database
    from tintype.sharding.weighing import weigh

    places = {shard: name for name, shards in shards_by_database().items() for shard in shards}
    amounts = weigh(places)
    weights = {shard: amounts.get(shard, Amount()).size + EMPTY_BYTES for shard in places}
    return plan(places, weights, shard_databases()), amounts


def _rows(pieces: "Sequence[Piece]", amounts: "Mapping[int, Amount]") -> "Iterator[tuple[str, ...]]":
    from tintype.sharding.moves.numbers import spelled
    from tintype.sharding.moves.tables import Amount

    for piece in pieces:
        total = sum((amounts.get(shard, Amount()) for shard in piece.shards), Amount())
        amount = (f"{total.rows:,}", size_in_words(total.size), _time_for(total))
        yield (piece.source, piece.target, f"{len(piece.shards):,}", spelled(piece.shards), *amount)


def _time_for(amount: "Amount") -> str:
    seconds = WAITS_SECONDS + amount.rows / ROWS_A_SECOND
    return f"{seconds:.0f} s" if seconds < LONG_SECONDS else f"{seconds / 60:,.0f} min"


def _carry_out(pieces: "Sequence[Piece]") -> None:
    from tintype.cli.move_show import MoveShow
    from tintype.sharding.moves.plan import plan_moves

    for number, piece in enumerate(pieces, 1):
        click.echo(f"\n{number} of {len(pieces)}")
        for move in plan_moves(piece.shards, piece.target):
            see_through(move, MoveShow())
    click.echo("\nThe databases hold about the same now.")
