"""How a move is watched: a bar in a terminal, a line every few seconds in a pipe or a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from tintype.sharding.moves.tables import Amount

Advance = Callable[[Amount], None]

LINE_SECONDS = 5


class MoveShow:
    def __init__(self, things: str = "rows") -> None:
        self._things = things

    def say(self, line: str) -> None:
        click.echo(line)
        sys.stdout.flush()

    @contextmanager
    def progress(self, label: str, total: Amount) -> Iterator[Advance]:
        words = _Words(self._things, total)
        with _bar(label, words) if sys.stdout.isatty() else _lines(label, words, self.say) as advance:
            yield advance


@dataclass(frozen=True)
class _Words:
    things: str
    total: Amount

    def all(self) -> str:
        return f"{self.total.rows:,} {self.things}, {_megabytes(self.total)} MB"

    def of(self, done: Amount) -> str:
        rows = f"{done.rows:,} of {self.total.rows:,} {self.things}"
        return f"{rows}, {_megabytes(done)} of {_megabytes(self.total)} MB"

    def left(self, done: Amount, seconds: float) -> str:
        missing = max(0, self.total.rows - done.rows)
        return f", {seconds * missing / done.rows:,.0f} s left" if done.rows else ""


@contextmanager
def _bar(label: str, words: _Words) -> Iterator[Advance]:
    with click.progressbar(length=words.total.rows, label=label, item_show_func=_item) as bar:

        def advance(done: Amount) -> None:
            bar.update(done.rows - bar.pos, words.of(done))

        yield advance


def _item(text: str | None) -> str:
    return text or ""


@contextmanager
def _lines(label: str, words: _Words, say: Callable[[str], None]) -> Iterator[Advance]:
    started = told = time.monotonic()
    say(f"{label}: {words.all()}")

    def advance(done: Amount) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= LINE_SECONDS:
            told = now
            say(f"{label}: {words.of(done)}{words.left(done, now - started)}")

    yield advance
    say(f"{label}: done in {time.monotonic() - started:.1f} s")


def _megabytes(amount: Amount) -> str:
    return f"{amount.size / 1_000_000:,.1f}"
