"""The options that say which Tintype is meant. They end up in the environment, where Django reads them too."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def _into_environment(variable: str) -> Callable[[click.Context, click.Parameter, object], object]:
    def callback(_context: click.Context, _parameter: click.Parameter, value: object) -> object:
        if value is not None:
            os.environ[variable] = str(value)
        return value

    return callback


def home_option(command: Command) -> Command:
    return click.option(
        "--home",
        type=click.Path(path_type=Path),
        metavar="DIRECTORY",
        help="The data directory  [TINTYPE_HOME]",
        callback=_into_environment("TINTYPE_HOME"),
        expose_value=False,
    )(command)


def port_option(command: Command) -> Command:
    return click.option(
        "--port",
        type=click.IntRange(1, 65534),
        metavar="N",
        help="Where the web server listens, 8000 unless said otherwise; streaming on the next  [TINTYPE_PORT]",
        callback=_into_environment("TINTYPE_PORT"),
        expose_value=False,
    )(command)


def topology_option(command: Command) -> Command:
    return click.option(
        "--topology",
        metavar="NAME",
        help="How big: a topology of the package or the path of a topology file  [TINTYPE_TOPOLOGY]",
        callback=_into_environment("TINTYPE_TOPOLOGY"),
        expose_value=False,
    )(command)


def machine_option(command: Command) -> Command:
    return click.option(
        "--machine",
        metavar="NAME",
        help="Which of the topology's machines this is; all of them, unless said otherwise  [TINTYPE_MACHINE]",
        callback=_into_environment("TINTYPE_MACHINE"),
        expose_value=False,
    )(command)
