"""The command line `tintype`. What a command needs is imported when it runs, so that --help is quick."""

import sys

import click

from tintype.cli.balancing import balancer
from tintype.cli.changing import apply, restart
from tintype.cli.deploy import deploy
from tintype.cli.entrance import invite
from tintype.cli.manage import manage
from tintype.cli.people import token, user
from tintype.cli.reports import reports
from tintype.cli.running import check, down, status, up
from tintype.cli.shards import shards
from tintype.cli.storage import storage
from tintype.cli.topologies import topology

HELP = """Tintype, a photo-sharing network.

\b
  tintype up --demo          start it here, with a small community in it
  tintype user create anna --email anna@example.org
  tintype check              is everything up and configured?

All that Tintype keeps lies in one data directory: --home, or TINTYPE_HOME, or else
/var/lib/tintype as root and ~/.local/share/tintype otherwise. Its logs are in DIRECTORY/log.
TINTYPE_PORT and TINTYPE_TOPOLOGY stand for --port and --topology; TINTYPE_URL is the
address that the world sees.
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tintype")
def tintype() -> None:
    pass


for command in (
    up,
    status,
    down,
    apply,
    restart,
    check,
    topology,
    deploy,
    balancer,
    shards,
    storage,
    user,
    invite,
    reports,
    token,
    manage,
):
    tintype.add_command(command)


def main() -> None:
    from tintype.cli.errors import explained

    with explained():
        sys.exit(tintype())
