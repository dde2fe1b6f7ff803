"""Everybody who is in while parts are killed: a steady load, a small part of what two cores carry."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.chaos.line import KeptLine
from benchmarks.chaos.notes import SHOWN, Notes
from benchmarks.chaos.readers import Listener, Reader
from tests.cluster.real import Real
from tests.crash.client import Client
from tests.crash.crowd import Crowd
from tests.crash.truth import Truth

WRITERS, WRITER_PAUSE_SECONDS = 4, 0.8
READERS = 6


class Writer(Client):
    """Who also notes how long workers took over a post."""

    def __init__(self, port: int, name: str, line: KeptLine) -> None:
        super().__init__(port, name, line)
        self._notes = line.notes

    def wait_until_shown(self, post_id: int) -> None:
        with self._notes.taken(SHOWN):
            super().wait_until_shown(post_id)


class People:
    """Writers, whose ledger says what was acknowledged, readers, and one who listens."""

    def __init__(self, real: Real, truth: Truth, notes: Notes) -> None:
        self.real, self.notes = real, notes
        self.crowd = Crowd(real.port, people=0, pause_seconds=WRITER_PAUSE_SECONDS)
        self.crowd.people = [Writer(real.port, unique("writer"), self._line()) for _ in range(WRITERS)]
        self.crowd.sign_up()
        ids = truth.account_ids()
        for person in self.crowd.people:
            person.id = ids[person.name]
        self._stop = threading.Event()
        self._readers = [self._reader() for _ in range(READERS)]
        token = real.run("token", self.crowd.people[0].name).stdout.strip()
        self._listener = Listener(self._line(), token, notes, self._stop)

    def _line(self) -> KeptLine:
        return KeptLine(self.real.host, self.real.port, self.notes)

    def _reader(self) -> Reader:
        line = self._line()
        person = Client(self.real.port, unique("reader"), line)
        person.sign_up()
        for writer in self.crowd.people:
            person.follow(writer.name)
        return Reader(person, line, self._stop)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        threads = [threading.Thread(target=reader.read) for reader in self._readers]
        threads.append(threading.Thread(target=self._listener.listen))
        for thread in threads:
            thread.start()
        try:
            with self.crowd.at_work():
                yield
        finally:
            self._stop.set()
            self._listener.end()
            for thread in threads:
                thread.join()


def unique(kind: str) -> str:
    return f"{kind}_{uuid.uuid4().hex[:10]}"
