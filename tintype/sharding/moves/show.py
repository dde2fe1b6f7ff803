"""What a mover tells whoever watches it; the command line shows it (cli.move_show)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from tintype.sharding.moves.tables import Amount

Advance = Callable[[Amount], None]


class Show(Protocol):
    def say(self, line: str) -> None: ...

    def progress(self, label: str, total: Amount) -> AbstractContextManager[Advance]:
        """What is done so far is given to the function that comes out."""
