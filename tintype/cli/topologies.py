"""`tintype topology`: how big, in one file; drawn, and made ready for elsewhere."""

import shutil
from pathlib import Path

import click

from tintype.cli.environment import environment
from tintype.cli.options import home_option, port_option, topology_option

HELP = """What a topology consists of: which parts there are, on which machines, of which size.

\b
  tintype topology list                   those of the package
  tintype topology show instagram-2011    a picture, by tier and machine
  tintype topology show mine.toml         is the file good? Else the line and the reason
  tintype topology render systemd units --topology small
  tintype topology render compose cluster --topology cluster
"""


@click.group(help=HELP)
def topology() -> None:
    pass


@topology.command("list")
def show_list() -> None:
    """The topologies of the package, smallest first."""
    from tintype.cluster.drawing.plan import counted
    from tintype.config.files import packaged
    from tintype.config.parts import parts_of
    from tintype.config.topology import load_topology

    env = environment()
    loaded = [load_topology(name, env.home, env.port) for name in packaged()]
    for each in sorted(loaded, key=lambda each: len(list(parts_of(each)))):
        click.echo(counted(each))


@topology.command()
@click.argument("name", required=False)
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Draw it into this file, as SVG.")
@home_option
@port_option
def show(*, name: str | None, svg: Path | None) -> None:
    """Draw a topology: the package's of that name, the one in that file, or the one in use.

    A file that is wrong is refused with the line and the reason.
    """
    from tintype.cluster.drawing.terminal import drawn
    from tintype.cluster.drawing.vector import svg as picture
    from tintype.config.topology import load_topology

    env = environment()
    described = load_topology(name or env.topology, env.home, env.port)
    if svg:
        svg.write_text(picture(described))
        click.echo(f"drawn: {svg}")
        return
    for line in drawn(described, shutil.get_terminal_size((100, 24)).columns):
        click.echo(line)


@topology.command()
@click.argument("what", type=click.Choice(["systemd", "compose"]))
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@topology_option
@home_option
@port_option
def render(*, what: str, directory: Path) -> None:
    """Write systemd units, or a Dockerfile and a compose file, into DIRECTORY.

    A unit, or a container, is a machine of the topology. What is to be done with them is printed.
    The secret key in DIRECTORY is made once, and kept when you render again.
    """
    from tintype.cluster.render import compose, systemd
    from tintype.config.topology import load_topology

    env = environment()
    described = load_topology(env.topology, env.home, env.port)
    module = systemd if what == "systemd" else compose
    for line in module.render(described, env.topology, directory):
        click.echo(line)
