"""People who ask all the time while something happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tests.front.conftest import Park

MANY = 4


class Seen:
    def __init__(self) -> None:
        self.good = 0
        self.bad: list[str] = []


@contextmanager
def people_asking(front: Park, path: str = "/p/1/?seconds=0.01") -> Iterator[Seen]:
    """With the block they stop; whoever got no good answer stands in `bad`."""
    seen, stop = Seen(), Event()
    threads = [Thread(target=_ask, args=(front, path, seen, stop)) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _ask(front: Park, path: str, seen: Seen, stop: Event) -> None:
    while not stop.is_set():
        try:
            status = front.ask(path).status
        except OSError as error:
            seen.bad.append(repr(error))
            continue
        if status == 200:
            seen.good += 1
        else:
            seen.bad.append(str(status))
