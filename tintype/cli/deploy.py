"""`tintype deploy`: the park of a topology file, on its machines, over SSH."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tintype.cli.environment import environment
from tintype.cli.options import topology_option

if TYPE_CHECKING:
    from tintype.cluster.deploy.commands import Site

DEPLOY_HELP = """Bring a release onto every machine of the topology, over SSH, and into use.

\b
  tintype deploy --topology park.toml              the newest commit
  tintype deploy --topology park.toml rollback     the release before
  tintype deploy --topology park.toml status
  tintype deploy --topology park.toml run app uptime
  tintype deploy --topology park.toml add-host app26

At the first time everything is started. Later, what is new is rolled through the machines:
migrations, then workers, then the app servers in turns, each of which is taken out at the
balancer before it is restarted; no request fails.

A machine that does not answer is left out and named, and the exit code is 3. Exit code 1
when it stopped: it then says where, and what has the new release keeps it. The key of each
machine has to stand in --known-hosts.
"""


@click.group(help=DEPLOY_HELP, short_help="A topology on its machines, over SSH.", invoke_without_command=True)
@click.option("--version", default="HEAD", show_default=True, metavar="COMMIT", help="Which code.")
@click.option(
    "--known-hosts",
    type=click.Path(path_type=Path),
    default=Path("~/.ssh/known_hosts"),
    show_default=True,
    metavar="FILE",
    help="The machines' keys.",
)
@click.option("--identity", type=click.Path(path_type=Path, exists=True), metavar="FILE", help="Your own key.")
@topology_option
@click.pass_context
def deploy(context: click.Context, *, version: str, known_hosts: Path, identity: Path | None) -> None:
    from tintype.cluster.deploy.commands import Site
    from tintype.cluster.deploy.hosts import Access

    access = Access(known_hosts.expanduser(), identity)
    context.obj = Site(environment(of_running=False).topology, _say, access)
    if context.invoked_subcommand is None:
        sys.exit(context.obj.deploy(version))


@deploy.command()
@click.argument("release", default="")
@click.pass_obj
def rollback(site: "Site", release: str) -> None:
    """Put the RELEASE before this one into use again, without migrations."""
    sys.exit(site.rollback(release))


@deploy.command()
@click.pass_obj
def status(site: "Site") -> None:
    """What each machine has: up or not, its release, and a checksum of all that has to be the same."""
    sys.exit(site.status())


@deploy.command("add-host")
@click.argument("name")
@click.pass_obj
def add_host(site: "Site", name: str) -> None:
    """Bring the machine NAME, which is new in the topology file, into the park."""
    sys.exit(site.add_host(name))


@deploy.command("run", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("role")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_obj
def run_command(site: "Site", role: str, command: tuple[str, ...]) -> None:
    """Run COMMAND at once on each machine of a ROLE: all, the name of a machine, or app, nginx, worker, postgres …"""
    sys.exit(site.run(role, " ".join(command)))


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
