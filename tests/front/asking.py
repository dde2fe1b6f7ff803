"""People who ask all the time while something happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import IncompleteRead, RemoteDisconnected
from threading import Event, Thread

from tests.front.conftest import Answer, Park

MANY = 4
# One asks twice, with half a minute for each.
END_SECONDS = 90
PATH = "/p/1/?seconds=0.01"


class Seen:
    def __init__(self) -> None:
        self.good = 0
        self.bad: list[str] = []


@contextmanager
def people_asking(front: Park) -> Iterator[Seen]:
    """With the block they stop; whoever got no good answer stands in `bad`."""
    seen, stop = Seen(), Event()
    threads = [Thread(target=_ask, args=(front, seen, stop), daemon=True) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join(END_SECONDS)
        assert not any(thread.is_alive() for thread in threads)


def _ask(front: Park, seen: Seen, stop: Event) -> None:
    while not stop.is_set():
        try:
            status = _as_a_browser(front).status
        except OSError as error:
            seen.bad.append(repr(error))
            continue
        if status == 200:
            seen.good += 1
        else:
            seen.bad.append(str(status))


def _as_a_browser(front: Park) -> Answer:
    """It asks once more where a connection ends without a word, or in the middle of one."""
    try:
        return front.ask(PATH)
    except (RemoteDisconnected, IncompleteRead):
        return front.ask(PATH)
