"""Changing what runs: `tintype apply`, `tintype restart`."""

import click

from tintype.cli.environment import environment
from tintype.cli.options import home_option


@click.command()
@home_option
@click.option("--yes", is_flag=True, help="Answer yes where it would ask.")
def apply(*, yes: bool) -> None:
    """Make true on this machine what the topology file says now, while people are in.

    Parts that are new are started, those that are gone are stopped; engines whose configuration has
    changed read it anew, the balancer and nginx without losing a connection. What runs Tintype's own
    code goes on as it is and learns of the change by `tintype restart`.
    """
    from tintype.cluster.apply import apply
    from tintype.cluster.show import Show

    apply(environment(), Show(), yes=yes)


@click.command()
@click.argument("parts", nargs=-1, required=True)
@home_option
def restart(parts: tuple[str, ...]) -> None:
    """Restart PARTS by their names (`tintype status` shows them), each waited for until it answers.

    Exit code 1 when one does not come back; those after it are left as they are.
    """
    from tintype.cluster.restart import restart
    from tintype.cluster.show import Show

    restart(environment(), parts, Show())
