"""What `tintype up` shows: a line for each step, with a tick and its seconds."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

WIDTH = 34


class Show:
    def __init__(self) -> None:
        encoding = (sys.stdout.encoding or "ascii").lower()
        self.tick, self.cross = ("✓", "✗") if encoding.startswith("utf") else ("ok", "--")

    def line(self, text: str) -> None:
        # Flushed, so that whoever reads through a pipe sees each step when it is done.
        click.echo(text)
        sys.stdout.flush()

    def detail(self, text: str) -> None:
        self.line(f"      {text}")

    def done(self, name: str, seconds: float) -> None:
        self._overwrite(f"  {click.style(self.tick, fg='green')} {name:<{WIDTH}}{seconds:5.1f} s")

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        if sys.stdout.isatty():
            click.echo(f"    {name} ...", nl=False)
            sys.stdout.flush()
        try:
            yield
        except BaseException:
            self._overwrite(f"  {click.style(self.cross, fg='red')} {name}")
            raise
        self.done(name, time.monotonic() - started)

    def _overwrite(self, text: str) -> None:
        self.line(f"\r\x1b[K{text}" if sys.stdout.isatty() else text)
