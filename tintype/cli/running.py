"""Starting, stopping and looking at Tintype."""

import sys

import click

from tintype.cli.environment import environment
from tintype.cli.options import home_option, machine_option, port_option, topology_option

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
    """Show each part: its state, process and how long it has been up.

    Exit code 0 when all parts run, 3 when not.
    """
    from tintype.cluster.home import Home
    from tintype.cluster.status import parts

    home = Home(environment().home)
    found = parts(home)
    if not found:
        click.echo(f"Tintype is not running in {home.path}.")
        sys.exit(NOT_RUNNING)
    width = max(16, *(len(part.name) for part in found))
    click.echo(f"{'part':<{width}} {'state':<10} {'pid':>7}  uptime")
    for part in found:
        click.echo(f"{part.name:<{width}} {part.state:<10} {part.pid or '-':>7}  {_spelled(part.uptime_seconds)}")
    sys.exit(0 if all(part.is_running for part in found) else NOT_RUNNING)


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
