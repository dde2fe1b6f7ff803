"""`tintype balancer`: which servers get requests."""

import click

from tintype.cli.environment import home
from tintype.cli.options import home_option

HELP = """Show which servers get requests from the balancer, take one out, put it back.

\b
  tintype balancer show           each nginx and app server: is it in, what has it to do?
  tintype balancer drain app-3    no new requests; returns when it has answered all it had
  tintype balancer ready app-3    it gets requests again; returns when it is well

Works on the machine where the balancer runs. What fails is taken out without this, and put back.
"""


@click.group(help=HELP)
def balancer() -> None:
    pass


@balancer.command()
@home_option
def show() -> None:
    """Each server behind the balancer."""
    from tintype.cli.columns import columns
    from tintype.cluster.balancer import states
    from tintype.cluster.home import Home

    head = ("server", "state", "requests", "since")
    rows = [(one.name, one.is_, str(one.requests), f"{one.seconds} s") for one in states(Home(home()))]
    for line in columns(head, rows, right=("requests", "since")):
        click.echo(line)


@balancer.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--seconds", default=60, show_default=True, help="How long to wait for the requests that it has.")
@home_option
def drain(*, names: tuple[str, ...], seconds: int) -> None:
    """Take these out, and wait until they have answered."""
    from tintype.cluster.balancer import drain
    from tintype.cluster.home import Home

    drain(Home(home()), *names, seconds=seconds)
    click.echo(f"drained: {' '.join(names)}")


@balancer.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@home_option
def ready(*, names: tuple[str, ...]) -> None:
    """Put these back, and wait until they are well."""
    from tintype.cluster.balancer import ready
    from tintype.cluster.home import Home

    ready(Home(home()), *names)
    click.echo(f"up: {' '.join(names)}")
