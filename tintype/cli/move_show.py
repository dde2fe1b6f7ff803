"""How a move is watched: a bar in a terminal, a line every few seconds in a pipe or a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from tintype.sharding.moves.tables import Amount

Advance = Callable[[Amount], None]

LINE_SECONDS = 5


class MoveShow:
    def say(self, line: str) -> None:
        click.echo(line)
        sys.stdout.flush()

    @contextmanager
    def progress(self, label: str, total: Amount) -> Iterator[Advance]:
        with _bar(label, total) if sys.stdout.isatty() else _lines(label, total, self.say) as advance:
            yield advance


@contextmanager
def _bar(label: str, total: Amount) -> Iterator[Advance]:
    with click.progressbar(length=total.rows, label=label, item_show_func=_item) as bar:

        def advance(done: Amount) -> None:
            bar.update(done.rows - bar.pos, done_of(done, total))

        yield advance


def _item(text: str | None) -> str:
    return text or ""


@contextmanager
def _lines(label: str, total: Amount, say: Callable[[str], None]) -> Iterator[Advance]:
    started = told = time.monotonic()
    say(f"{label}: {total.rows:,} rows, {_megabytes(total)} MB")

    def advance(done: Amount) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= LINE_SECONDS:
            told = now
            say(f"{label}: {done_of(done, total)}{_left(done, total, now - started)}")

    yield advance
    say(f"{label}: done in {time.monotonic() - started:.1f} s")


def done_of(done: Amount, total: Amount) -> str:
    return f"{done.rows:,} of {total.rows:,} rows, {_megabytes(done)} of {_megabytes(total)} MB"


def _left(done: Amount, total: Amount, seconds: float) -> str:
    return f", {seconds * (total.rows - done.rows) / done.rows:,.0f} s left" if done.rows else ""


def _megabytes(amount: Amount) -> str:
    return f"{amount.size / 1_000_000:,.1f}"
