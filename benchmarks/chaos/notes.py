"""What people met: a note for each request, and what the notes say about a stretch of time."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Whoever waits longer notices. With everything in order and a processor to share, none of 10,000 answers took so long.
SLOW_SECONDS = 2.0
# A wait for workers, not for an answer: from the post until everybody sees it.
SHOWN = "a post is shown"


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
        return bool(self.error) or (self.seconds > SLOW_SECONDS and self.what != SHOWN)


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
            self.add(note)

    def add(self, note: Note) -> None:
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
    shown_after_seconds: float  # the post that took longest
    normal_after_seconds: float
    errors: Counter[str]

    @property
    def failed(self) -> int:
        return self.errors.total()


def outcome(notes: Notes, killed_at: float) -> Outcome:
    found = notes.since(killed_at)
    requests, shown = ([note for note in found if (note.what == SHOWN) is so] for so in (False, True))
    return Outcome(
        requests=len(requests),
        resent=sum(note.is_resent for note in requests),
        slowest_seconds=max((note.seconds for note in requests), default=0),
        shown_after_seconds=max((note.seconds for note in shown), default=0),
        normal_after_seconds=notes.last_bad(killed_at) - killed_at,
        errors=Counter(f"{note.what}: {note.error}" for note in requests if note.error),
    )
