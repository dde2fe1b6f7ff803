"""Errors that a person can do something about are shown as a sentence, not as a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from tintype.cluster.errors import ClusterError
from tintype.config.topology import TopologyError


def fail(message: str) -> None:
    click.echo(f"{click.style('Error:', fg='red')} {message}", err=True)
    sys.exit(1)


@contextmanager
def explained() -> Iterator[None]:
    try:
        yield
    except (ClusterError, TopologyError) as error:
        fail(str(error))
