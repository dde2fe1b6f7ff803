"""Starting, stopping and looking at Tintype."""

import sys
from typing import TYPE_CHECKING

import click

from tintype.cli.columns import columns, size_in_words
from tintype.cli.environment import environment
from tintype.cli.options import home_option, machine_option, port_option, topology_option

if TYPE_CHECKING:
    from tintype.cluster.status import Part

INTERRUPTED = 130
NOT_RUNNING = 3  # as the init scripts of the Linux Standard Base have it


@click.command()
@topology_option
@machine_option
@home_option
@port_option
@click.option("--demo", is_flag=True, help="Fill it with a small community, so that the first look is not empty.")
@click.option("--yes", is_flag=True, help="Answer yes where it would ask.")
@click.option("--detach", is_flag=True, help="Return once it is ready; `tintype down` stops it.")
def up(*, demo: bool, yes: bool, detach: bool) -> None:
    """Start Tintype and serve until Ctrl-C.

    What the topology needs of the distribution is installed first, if you agree. Then every part is
    started in its order and waited for. When all answer, the line "ready: http://..." appears.
    Ctrl-C, or `tintype down` from elsewhere, stops all that was started. What people posted
    stays in the data directory.
    """
    from tintype.cluster.show import Show
    from tintype.cluster.up import Wanted, up

    env = environment(of_running=False)
    show = Show()
    wanted = Wanted(env.home, env.port, env.topology, env.machine, demo=demo, yes=yes, detach=detach)
    try:
        code = up(wanted, show)
    except KeyboardInterrupt:
        code = INTERRUPTED if detach else 0
    if code or not detach:
        show.line("stopped")
    sys.exit(code)


@click.command()
@home_option
def status() -> None:
    """Show each part: its state, process, how long it has been up, its memory and what it is doing.

    Memory is that of all its processes; what several share counts for each in its part. A replica of
    PostgreSQL or Redis "follows" its primary. The last line is all of it.

    Exit code 0 when all parts run, 3 when not.
    """
    from tintype.cluster.home import Home
    from tintype.cluster.status import described
    from tintype.config.topology import load_topology

    env = environment()
    home = Home(env.home)
    found = described(home, load_topology(env.topology, env.home, env.port, env.machine))
    if not found:
        click.echo(f"Tintype is not running in {home.path}.")
        sys.exit(NOT_RUNNING)
    rows = [
        (part.name, part.state, str(part.pid or "-"), _spelled(part.uptime_seconds), _megabytes(part), part.doing)
        for part in found
    ]
    for line in columns(("part", "state", "pid", "uptime", "MB", "doing"), rows, right=("pid", "uptime", "MB")):
        click.echo(line)
    total = sum(part.memory_bytes for part in found)
    click.echo(f"{len(found)} parts, {size_in_words(total)}")
    sys.exit(0 if all(part.is_running for part in found) else NOT_RUNNING)


def _megabytes(part: "Part") -> str:
    return f"{part.memory_bytes / 1_000_000:.0f}" if part.pid else "-"


@click.command()
@home_option
def down() -> None:
    """Stop the Tintype of this data directory, wherever it was started."""
    from tintype.cluster.down import down
    from tintype.cluster.home import Home

    home = Home(environment().home)
    click.echo("stopped" if down(home) else f"Tintype is not running in {home.path}.")


@click.command()
@home_option
@port_option
@click.option("--deep", is_flag=True, help="Compare also all that is kept twice: counts, lists, feeds, files, places.")
@click.option("--repair", is_flag=True, help="With --deep: bring in line what differs.")
def check(*, deep: bool, repair: bool) -> None:
    """Is everything up and configured? Says in words what is wrong and what to do.

    With --deep it walks over every database, Redis and the object store, while people are in, and
    says with ids where two things differ that must agree. It only reads, unless --repair is given.

    Exit code 0 when nothing is wrong (any more; warnings do not count), 1 otherwise.
    """
    if repair and not deep:
        raise click.UsageError("--repair belongs to --deep.")
    is_well = _is_well()
    if deep:
        from tintype.cli.deep import agrees
        from tintype.cli.environment import django_loaded

        with django_loaded():
            is_well = agrees(repair=repair) and is_well
    sys.exit(0 if is_well else 1)


def _is_well() -> bool:
    from tintype.cli.findings import shown
    from tintype.cluster.checks import run_checks

    return shown(run_checks(environment()))


def _spelled(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return (f"{days} d " if days else "") + f"{hours}:{minutes:02}:{seconds:02}"
