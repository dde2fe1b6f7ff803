"""`tintype check --deep`, as it shows on the screen."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tintype.cluster.deep import DeepCheck, Outcome
    from tintype.lib.differences import Check

LATE = (
    "Tasks were not done while it waited, so what differs may be what they will mend: `tintype status` shows whether"
    " the workers run, `tintype manage parked_tasks` what was given up."
)


def agrees(*, repair: bool) -> bool:
    """Whether all agrees (by now). With Django loaded."""
    from django.db import connection

    from tintype.cluster.deep import CHECKS, DeepCheck

    # Without the directory nobody knows where anything lives: that is said once, not by each check.
    connection.ensure_connection()
    run = DeepCheck(repair=repair)
    outcomes = [_shown(run, check) for check in CHECKS]
    left = sum(outcome.found - outcome.mended for outcome in outcomes)
    if run.is_late and left:
        click.echo(LATE)
    if left and not repair:
        number = "1 difference" if left == 1 else f"{left:,} differences"
        click.echo(f"{number}. `tintype check --deep --repair` mends what can be mended.")
    return all(outcome.is_good for outcome in outcomes)


def _shown(run: "DeepCheck", check: "Check[object]") -> "Outcome":
    """A bar while it runs, on a terminal; a line once it is done."""
    from tintype.cluster.deep import about

    if not sys.stdout.isatty():
        outcome = run.examine(check, lambda _: None)
    else:
        length = about(check)
        with click.progressbar(length=max(length, 1), label=check.name, show_pos=length > 0) as bar:
            outcome = run.examine(check, bar.update)
        click.echo("\x1b[A\x1b[K", nl=False)  # the line takes the place of the bar
    _say(outcome)
    return outcome


def _say(outcome: "Outcome") -> None:
    mark = click.style("ok  ", fg="green") if outcome.is_good else click.style("BAD ", fg="red")
    text = f"{outcome.compared:,} compared in {outcome.seconds:.1f} s"
    if outcome.found:
        text += f", {outcome.found:,} differ" + (f", {outcome.mended:,} of them mended" if outcome.mended else "")
    click.echo(f"{mark}  {outcome.name}: {text}")
    for sentence in outcome.sentences:
        click.echo(f"        {sentence}")
    if outcome.found > len(outcome.sentences):
        click.echo(f"        and {outcome.found - len(outcome.sentences):,} more")
    if outcome.error:
        click.echo(f"        It could not be finished: {outcome.error}")
