"""Somebody who watches a mover, and may do something the moment it says a certain thing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tintype.sharding.moves.show import Advance
from tintype.sharding.moves.tables import Amount


class Watch:
    def __init__(self, **reactions: Callable[[], object]) -> None:
        """`switched=f` calls f when a line begins with "switched"; each once."""
        self.said: list[str] = []
        self._reactions = reactions

    def say(self, line: str) -> None:
        self.said.append(line)
        if reaction := self._reactions.pop(line.split(maxsplit=1)[0].rstrip(";:,"), None):
            reaction()

    @contextmanager
    def progress(self, label: str, total: Amount) -> Iterator[Advance]:
        self.say(f"{label}: {total.rows} rows")
        yield lambda done: self._check(done, total)

    def _check(self, done: Amount, total: Amount) -> None:
        assert 0 <= done.rows <= total.rows
        assert 0 <= done.size <= total.size
