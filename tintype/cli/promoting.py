"""`tintype shards promote`."""

import click

from tintype.cli.environment import environment
from tintype.cli.options import home_option, topology_option


@click.command(short_help="Make a replica the primary.")
@click.argument("server")
@click.option("--switchover", is_flag=True, help="The primary is well: stop it first, so that nothing is lost.")
@topology_option
@home_option
def promote(*, server: str, switchover: bool) -> None:
    """Make the replica of SERVER (db1, db2 ...) its primary; the old primary becomes its replica.

    For a primary that does not answer any more. It says how many transactions had not reached the
    replica; with a synchronous replica there are none. The old primary never starts as a primary
    again: as soon as it runs it is rewound, or copied anew, and follows. Cut off in the middle, the
    same command goes on.
    """
    from tintype.cluster.promote import promote
    from tintype.cluster.show import Show

    promote(environment(), server, is_switchover=switchover, show=Show())
