"""Starting many programs at once: a line for each as it answers, or one for many that are alike."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Program
from tintype.cluster.show import Show
from tintype.cluster.starting import Starting
from tintype.cluster.supervisor import Supervisor

# A park has a hundred parts, of which twenty kinds.
MOST_LINES = 4


class _NotNeeded(ClusterError):
    """There is a Tintype without it."""


class Rounds:
    def __init__(self, home: Home, calls: Supervisor, show: Show) -> None:
        self._home, self._calls, self._show = home, calls, show
        self._to_start: Iterator[Program] = iter(())
        # Names of those that did not come up, and without which there is a Tintype.
        self.given_up: set[str] = set()

    def start(
        self,
        programs: Sequence[Program],
        then: Callable[[Program], None] = lambda _: None,
        at_once: int | None = None,
    ) -> None:
        """`then` is called for each that answers. Raises ClusterError for one without which there is no Tintype.

        With `at_once` the next is started when one answers.
        """
        groups = grouped(programs)
        self._to_start = chain.from_iterable(groups)
        self._start(at_once or len(programs))
        for alike in groups:
            self.wait(alike, then)

    def _start(self, number: int) -> None:
        for program in islice(self._to_start, number):
            self._calls.start(program.spec)

    def wait(self, programs: Sequence[Program], then: Callable[[Program], None] = lambda _: None) -> None:
        try:
            with self._show.step(label([program.name for program in programs])):
                self._wait_for_all(programs)
        except _NotNeeded as error:
            self._show.line(f"{error}\nTintype starts without it, and goes on trying.")
        for program in programs:
            then(program)

    def _wait_for_all(self, programs: Sequence[Program]) -> None:
        silent = []
        for program in programs:
            try:
                Starting(self._calls, program).wait(self._home)
            except ClusterError as error:
                if program.is_needed:
                    raise
                silent.append(str(error))
                self.given_up.add(program.name)
            self._start(1)
        if silent:
            raise _NotNeeded("\n".join(silent))


def grouped(programs: Sequence[Program]) -> list[list[Program]]:
    """Those whose names differ in numbers only, where a line for each would be too many."""
    kinds: dict[str, list[Program]] = {}
    for program in programs:
        kinds.setdefault(kind_of(program.name), []).append(program)
    return [part for alike in kinds.values() for part in ([alike] if len(alike) > MOST_LINES else [[p] for p in alike])]


def kind_of(name: str) -> str:
    """What those have in common that are alike.

    >>> kind_of("postgres-db12-a")
    'postgres-db#-a'
    """
    return re.sub(r"\d+", "#", name)


def label(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
