"""People who use a site while it is being changed, as a program of its own: it runs where the hosts are.

python -m tests.hosts.load HOST PORT: says `begun` once everybody is in, writes a line of JSON a second, ends when its
input does.
"""

import json
import sys
import threading
from collections import Counter
from contextlib import suppress
from http.client import HTTPException

from benchmarks.chaos.line import KeptLine
from benchmarks.chaos.notes import SHOWN, Note, Notes
from benchmarks.chaos.people import unique
from benchmarks.chaos.readers import Reader
from tests.crash.client import Client
from tests.crash.crowd import Crowd

# They are daemons: whoever hangs ends with the program.
END_SECONDS = 30
WRITERS, WRITER_PAUSE_SECONDS = 2, 0.5
READERS, READER_PAUSE_SECONDS = 4, 0.1
# They ask each app server in turn for next to nothing. A hundred requests a second leave some processor for the change.
PASSERS_BY, PASSER_BY_PAUSE_SECONDS = 3, 0.025


class Load:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port, self.notes, self.stop = host, port, Notes(), threading.Event()
        self.crowd = Crowd(port, people=0, pause_seconds=WRITER_PAUSE_SECONDS)
        self.crowd.people = [self._person("writer")[0] for _ in range(WRITERS)]
        self.readers = [self._reader() for _ in range(READERS)]
        self.passers_by = [KeptLine(host, port, self.notes) for _ in range(PASSERS_BY)]

    def _person(self, kind: str) -> tuple[Client, KeptLine]:
        line = KeptLine(self.host, self.port, self.notes)
        person = Client(self.port, unique(kind), line)
        person.sign_up()
        return person, line

    def _reader(self) -> Reader:
        person, line = self._person("reader")
        for writer in self.crowd.people:
            person.follow(writer.name)
        return Reader(person, line, self.stop, READER_PAUSE_SECONDS)

    def run(self) -> None:
        threads = [threading.Thread(target=reader.read, daemon=True) for reader in self.readers]
        threads += [threading.Thread(target=self._pass_by, args=(line,), daemon=True) for line in self.passers_by]
        for thread in (*threads, threading.Thread(target=self._report, daemon=True)):
            thread.start()
        with self.crowd.at_work():
            sys.stdin.read()
            self.stop.set()
        for thread in threads:
            thread.join(END_SECONDS)
        self._say()

    def _pass_by(self, line: KeptLine) -> None:
        while not self.stop.wait(PASSER_BY_PAUSE_SECONDS):
            with suppress(OSError, HTTPException):  # it is noted
                line.ask("GET", "/health", b"", {})

    def _report(self) -> None:
        while not self.stop.wait(1):
            self._say()

    def _say(self) -> None:
        notes = self.notes.since(0)
        failed = Counter(_told(note) for note in notes if note.error)
        slowest = max((note.seconds for note in notes if note.what != SHOWN), default=0)
        said = {"requests": len(notes), "failed": failed, "slowest": slowest, "surprises": self.crowd.ledger.surprises}
        print(json.dumps(said), flush=True)  # noqa: T201


def _told(note: Note) -> str:
    return f"{note.what}: {note.error}"


if __name__ == "__main__":
    load = Load(sys.argv[1], int(sys.argv[2]))
    print("begun", flush=True)  # noqa: T201
    load.run()
