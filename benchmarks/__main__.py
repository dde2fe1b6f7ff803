"""`make bench`: each figure of Tintype against its own limit, in turn in one run."""

import subprocess
import sys

import click

from benchmarks.report import machine
from benchmarks.site import site

PARTS = ["embedded", "sharded", "owners", "photos", "chaos", "park", "roll"]


@click.command()
@click.option("--rounds", default=7, show_default=True, help="How often each pair is measured.")
@click.option("--seconds", default=4, show_default=True, help="How long each measurement takes.")
@click.option("--port", default=8350, show_default=True, help="A free port; the next two are used too.")
@click.option("--posts", default=1_000_000, show_default=True, help="How many posts the owner map holds.")
@click.option("--part", type=click.Choice(PARTS), help="Only this one.")
@click.option("--topology", default="cluster", show_default=True, help="Whose parts `chaos` kills, `park` starts.")
@click.option("--kill", default=".*", show_default=True, help="Which of them: a regular expression for their names.")
def main(*, rounds: int, seconds: int, port: int, posts: int, part: str | None, topology: str, kill: str) -> None:
    """Print what Tintype does a second, and what its limit does.

    In the topology embedded: the warm home feed against a bare view, a like against the same SQL by pgbench,
    next_id against nextval. In the topology sharded: a like through PgBouncer. By themselves: the owner map in Redis;
    photos, from the upload to the post, against libvips alone. Only by name: chaos, which kills the parts of a park one
    after the other while people are in, and says what they met; park, which starts all of a topology and says how long
    that takes and how much memory it has; roll, which deploys onto hosts and rolls a release over 25 app servers.
    """
    if part is None:
        click.echo(machine())
        # Django is set up once in a process, so each topology has a process of its own.
        for name in ("embedded", "sharded", "owners", "photos"):
            subprocess.run([sys.executable, "-m", "benchmarks", *sys.argv[1:], "--part", name], check=True)
    elif part == "owners":
        from benchmarks import owners

        click.echo(owners.measure(posts, rounds, seconds))
    elif part == "chaos":
        from benchmarks.chaos.measure import measure

        click.echo(measure(topology, port, kill))
    elif part == "park":
        from benchmarks import park

        click.echo(park.measure(topology, port))
    elif part == "roll":
        from benchmarks import roll

        click.echo(roll.measure())
    elif part == "photos":
        with site(port, "embedded") as running:
            from benchmarks import photos

            click.echo(photos.measure(running, rounds, seconds))
    else:
        _on_site(part, rounds, seconds, port)


def _on_site(topology: str, rounds: int, seconds: int, port: int) -> None:
    with site(port, topology) as running:
        # These import Django's models, so they come after the site has set Django up.
        from benchmarks import home_feed, ids, like

        if topology == "embedded":
            click.echo(home_feed.measure(running, rounds, seconds))
            click.echo(ids.measure(running, rounds, seconds))
        click.echo(like.measure(running, rounds, seconds))


main()
