"""What people met: a note for each request, and what the notes say about a stretch of time."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Whoever waits longer notices. With everything in order and a processor to share, none of 10,000 answers took so long.
SLOW_SECONDS = 2.0


@dataclass
class Note:
    """`error` is empty for a good answer. `is_resent`: it took the browser a second connection."""

    what: str
    began: float = field(default_factory=time.monotonic)
    ended: float = 0
    error: str = ""
    is_resent: bool = False

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    @property
    def is_bad(self) -> bool:
        return bool(self.error) or self.seconds > SLOW_SECONDS


class Notes:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Note] = []

    @contextmanager
    def taken(self, what: str) -> Iterator[Note]:
        note = Note(what)
        try:
            yield note
        except Exception as error:
            note.error = repr(error)
            raise
        finally:
            note.ended = time.monotonic()
            with self._lock:
                self._all.append(note)

    def since(self, moment: float) -> list[Note]:
        """Those that ended after it, whenever they began: what was under way when a part died counts."""
        with self._lock:
            return [note for note in self._all if note.ended >= moment]

    def last_bad(self, moment: float) -> float:
        """When the last bad one since then ended; `moment` itself where there was none."""
        return max((note.ended for note in self.since(moment) if note.is_bad), default=moment)


@dataclass(frozen=True)
class Outcome:
    """Of one kill."""

    requests: int
    resent: int
    slowest_seconds: float
    normal_after_seconds: float
    errors: Counter[str]

    @property
    def failed(self) -> int:
        return self.errors.total()


def outcome(notes: Notes, killed_at: float) -> Outcome:
    found = notes.since(killed_at)
    return Outcome(
        requests=len(found),
        resent=sum(note.is_resent for note in found),
        slowest_seconds=max((note.seconds for note in found), default=0),
        normal_after_seconds=notes.last_bad(killed_at) - killed_at,
        errors=Counter(f"{note.what}: {note.error}" for note in found if note.error),
    )
