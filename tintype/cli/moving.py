"""`tintype shards move`."""

from typing import TYPE_CHECKING

import click

from tintype.cli.environment import django_loaded
from tintype.cli.errors import fail
from tintype.cli.options import home_option

if TYPE_CHECKING:
    from tintype.cli.move_show import MoveShow
    from tintype.sharding.models import Move

GO_ON = "The shards are served all the while. Go on with `tintype shards move --resume`, or undo it with --rollback."
MOVE_HELP = """Move logical SHARDS to another database while people go on using them.

\b
  tintype shards move 17 --to shard2
  tintype shards move 0-682,700 --to shard2
  tintype shards move --resume       go on with what was interrupted
  tintype shards move --rollback     undo what was interrupted before its switch

The rows are copied and followed, compared row by row, and handed over in a pause of some
milliseconds in which these shards alone are not written to. Then they are compared again
and deleted where they were. Interrupted at any point, even by a power cut, it leaves the
shards served. Exit code 1 when it stopped; it then says why.
"""


@click.command(help=MOVE_HELP, short_help="Move shards to another database.")
@click.argument("numbers", metavar="[SHARDS]", required=False)
@click.option("--to", "target", metavar="DATABASE", help="Where to.")
@click.option("--resume", "what", flag_value="resume", help="Go on with interrupted moves.")
@click.option("--rollback", "what", flag_value="rollback", help="Undo interrupted moves.")
@home_option
def move(*, numbers: str | None, target: str | None, what: str | None) -> None:
    if (what is None) != bool(numbers and target) or (what and (numbers or target)):
        raise click.UsageError("Say which shards and --to where, or --resume, or --rollback.")
    with django_loaded():
        from tintype.cli.move_show import MoveShow
        from tintype.sharding.moves.numbers import read_numbers
        from tintype.sharding.moves.plan import plan_moves, unfinished

        show = MoveShow()
        found = plan_moves(read_numbers(numbers), target) if numbers and target else unfinished()
        if not found:
            show.say("No move is under way.")
        for each in found:
            see_through(each, show, is_rollback=what == "rollback")


def see_through(move: "Move", show: "MoveShow", *, is_rollback: bool = False) -> None:
    from tintype.sharding.moves.errors import MoveStopped
    from tintype.sharding.moves.numbers import spelled
    from tintype.sharding.moves.run import carry_out, roll_back

    show.say(f"move {move.id}: shards {spelled(move.shards)} from {move.source} to {move.target}")
    try:
        (roll_back if is_rollback else carry_out)(move, show)
    except MoveStopped as stopped:
        fail(f"{stopped}\n{GO_ON}")
    except KeyboardInterrupt:
        fail(f"Interrupted.\n{GO_ON}")
    show.say(f"move {move.id}: {move.step}")
