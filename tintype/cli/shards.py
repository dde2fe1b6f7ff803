"""`tintype shards`: where the logical shards live, and all that changes it."""

import click

from tintype.cli.adding import add
from tintype.cli.moving import move
from tintype.cli.options import home_option
from tintype.cli.promoting import promote
from tintype.cli.rebalancing import rebalance

HELP = """Show where everybody's data lives, and change that while people are in.

\b
  tintype shards                       each database, its servers, its shards, its size
  tintype shards move 17 --to shard2   a shard lives somewhere else from now on
  tintype shards add shard4            another database
  tintype shards rebalance             even out what the databases hold
  tintype shards promote db3           its primary is lost: the replica takes over

Every account belongs to one of 8,192 logical shards (its number modulo 8,192), and each of these
lives in one database. A database has a primary and maybe a replica that is read while it keeps
up. docs/operations.md has a runbook for each command.
"""


@click.group(invoke_without_command=True, help=HELP)
@home_option
@click.pass_context
def shards(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        from tintype.cli.shard_list import show_shards

        show_shards()


for command in (add, move, rebalance, promote):
    shards.add_command(command)
