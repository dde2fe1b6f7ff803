"""`tintype check --deep`: does all that is kept twice agree? Every room has checks of its own; this runs them.

Imported once Django is loaded.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import Error

from tintype.accounts.checks import CHECKS as OF_ACCOUNTS
from tintype.feed.checks import CHECKS as OF_FEEDS
from tintype.graph.checks import CHECKS as OF_GRAPH
from tintype.lib.differences import Check, Difference
from tintype.lib.redis import RedisDown
from tintype.notify.checks import CHECKS as OF_NOTIFICATIONS
from tintype.photos.checks import CHECKS as OF_PHOTOS
from tintype.sharding.checks import CHECKS as OF_SHARDS
from tintype.storage.errors import StoreUnreachable
from tintype.tasks.settle import settle

# Where rows lie comes first, copies of copies last: a feed is compared with follows that are mended by then.
CHECKS: tuple[Check[Any], ...] = (
    *OF_SHARDS,
    *OF_ACCOUNTS,
    *OF_GRAPH,
    *OF_PHOTOS,
    *OF_FEEDS,
    *OF_NOTIFICATIONS,
)
# So many are in memory at the most before they are looked at again, and so many sentences are shown of each check.
MOST_SUSPECTS = 1_000
MOST_SHOWN = 20
# What differs must do so at each. Two would be exact where an id tells a fact from an earlier one of the same pair;
# where none does (blocks, likes in a feed) the third makes it unlikely that one changed just then, twice.
LOOKS = 3

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """Of one check; `sentences` are the first ones, each with what became of it."""

    name: str
    compared: int = 0
    found: int = 0
    mended: int = 0
    seconds: float = 0
    error: str = ""
    sentences: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.found == self.mended and not self.error


@dataclass
class DeepCheck:
    """One run. `is_late`: tasks were not done in time, so what differs may be what they are to mend."""

    repair: bool
    most_shown: int = MOST_SHOWN
    is_late: bool = False

    def examine(self, check: Check[Any], on_batch: Callable[[int], object]) -> Outcome:
        outcome, started = Outcome(check.name), time.monotonic()
        try:
            for suspects in _suspects(check, outcome, on_batch):
                self._report(check, self._still_there(check, suspects), outcome)
        except (Error, RedisDown, StoreUnreachable, OSError) as error:
            outcome.error = str(error).strip()
        outcome.seconds = time.monotonic() - started
        return outcome

    def _still_there(self, check: Check[Any], suspects: list[Difference[Any]]) -> list[Difference[Any]]:
        """After the tasks are done that were under way when they were seen."""
        for _ in range(LOOKS - 1):
            if suspects:
                self.is_late = self.is_late or not settle()
                suspects = _again(check, suspects)
        return suspects

    def _report(self, check: Check[Any], differences: list[Difference[Any]], outcome: Outcome) -> None:
        errors = [_mend(difference) if self.repair else "" for difference in differences]
        left = {difference.text for difference in _again(check, differences)} if self.repair else set()
        for difference, error in zip(differences, errors, strict=True):
            is_mended = self.repair and difference.text not in left
            outcome.found += 1
            outcome.mended += is_mended
            if len(outcome.sentences) < self.most_shown:
                fate = "Mended." if is_mended else f"Not mended{error}." if self.repair else ""
                outcome.sentences.append(f"{difference.text} {fate}".strip())


def about(check: Check[Any]) -> int:
    """Roughly how many there are to compare; 0 where that cannot be said."""
    try:
        return check.about()
    except Error:
        return 0


def _suspects(
    check: Check[Any], outcome: Outcome, on_batch: Callable[[int], object]
) -> Iterator[list[Difference[Any]]]:
    suspects: list[Difference[Any]] = []
    for keys in check.walk():
        suspects += check.compare(keys)
        outcome.compared += len(keys)
        on_batch(len(keys))
        if len(suspects) >= MOST_SUSPECTS:
            yield suspects
            suspects = []
    yield suspects


def _again(check: Check[Any], differences: list[Difference[Any]]) -> list[Difference[Any]]:
    """Those that a look just now finds too, each once."""
    keys = list(dict.fromkeys(difference.key for difference in differences))
    wanted = {difference.text for difference in differences}
    found = {difference.text: difference for difference in (check.compare(keys) if keys else ())}
    return [difference for text, difference in found.items() if text in wanted]


def _mend(difference: Difference[Any]) -> str:
    """What went wrong, if anything."""
    if difference.mend is None:
        return ": somebody has to look"
    try:
        difference.mend()
    except Exception as error:
        log.exception("not mended: %s", difference.text)
        return f": {error}"
    return ""
