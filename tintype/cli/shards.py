"""`tintype shards`: where the logical shards live, and all that changes it."""

import click

from tintype.cli.adding import add
from tintype.cli.moving import move
from tintype.cli.options import home_option
from tintype.cli.promoting import promote
from tintype.cli.rebalancing import rebalance


@click.group(invoke_without_command=True)
@home_option
@click.pass_context
def shards(context: click.Context) -> None:
    """Show where the logical shards live: their databases, replicas, rows and bytes, and what moves."""
    if context.invoked_subcommand is None:
        from tintype.cli.shard_list import show_shards

        show_shards()


for command in (add, move, rebalance, promote):
    shards.add_command(command)
