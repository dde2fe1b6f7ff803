"""`make bench`: each figure of Tintype against its own limit, the two in turn in one run."""

import click

from benchmarks.report import machine
from benchmarks.site import site


@click.command()
@click.option("--rounds", default=7, show_default=True, help="How often each pair is measured.")
@click.option("--seconds", default=4, show_default=True, help="How long each measurement takes.")
@click.option("--port", default=8350, show_default=True, help="A free port; the next one is used too.")
def main(rounds: int, seconds: int, port: int) -> None:
    """Print the warm home feed against a bare view, and a like against the same SQL by pgbench."""
    with site(port) as running:
        # These import Django's models, so they come after the site has set Django up.
        from benchmarks import home_feed, like

        click.echo(machine())
        click.echo(home_feed.measure(running, rounds, seconds))
        click.echo(like.measure(running, rounds, seconds))


main()
