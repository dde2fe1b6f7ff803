"""`tintype shards add`."""

import click

from tintype.cli.environment import django_loaded, environment
from tintype.cli.errors import fail
from tintype.cli.options import home_option

HELP = """Make the database NAME ready to receive shards while people go on using the site.

NAME is to stand in the topology file; when it does not, this says what to add to it. If its
server is new, too, that is started. Then the database is created, gets its tables and fences,
and holds nothing yet: `tintype shards rebalance` brings it its share, and every running
process learns of it by then without a restart.
"""


@click.command(help=HELP, short_help="Make a database ready to receive shards.")
@click.argument("name")
@home_option
def add(*, name: str) -> None:
    from tintype.cluster.add_database import add_database
    from tintype.cluster.show import Show

    show = Show()
    add_database(environment(), name, show)
    with django_loaded():
        from tintype.sharding.migrating import migrate_databases

        for done in migrate_databases([name], show.detail):
            if done.error:
                fail(f"{name} has no tables yet: {str(done.error).strip()}\nGive the same command again.")
            show.done("tables and fences", done.seconds)
    click.echo(f"{name} is ready and holds nothing yet: `tintype shards rebalance` brings it its share.")
