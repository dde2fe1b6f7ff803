"""Running the checks on databases that other tests have filled with oddities: only what names one's own ids counts."""

import re
from typing import Any

from django.db import connections

from tintype.cluster.deep import CHECKS, DeepCheck, Outcome
from tintype.sharding.map import database_of
from tintype.testing.tasks import run_tasks

# More than the oddities of all other tests.
ALL = 1_000_000


def run(*, repair: bool) -> list[Outcome]:
    outcomes = []
    for check in CHECKS:
        outcomes.append(DeepCheck(repair, most_shown=ALL).examine(check, lambda _: None))
        # With nobody at work, the next check would wait 30 seconds for the tasks that this one's repairs have left.
        run_tasks()
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return outcomes


def said(*names: int | str) -> list[str]:
    """What all checks together say of these ids."""
    run_tasks()
    return _about(run(repair=False), names)


def _about(outcomes: list[Outcome], names: tuple[int | str, ...]) -> list[str]:
    mentioned = re.compile("|".join(rf"\b{re.escape(str(name))}\b" for name in names))
    return [sentence for outcome in outcomes for sentence in outcome.sentences if mentioned.search(sentence)]


def assert_mended(names: tuple[int | str, ...], *sentences: str) -> None:
    """Each difference is found, mended, and not found again."""
    assert sorted(said(*names)) == sorted(sentences)
    assert sorted(_about(run(repair=True), names)) == sorted(f"{sentence} Mended." for sentence in sentences)
    assert said(*names) == []


def assert_left(names: tuple[int | str, ...], *sentences: str) -> None:
    """Each difference is found, and left to a person."""
    left = [f"{sentence} Not mended: somebody has to look." for sentence in sentences]
    assert sorted(said(*names)) == sorted(sentences)
    assert sorted(_about(run(repair=True), names)) == sorted(left)
    assert sorted(said(*names)) == sorted(sentences)


def sql(shard: int, statement: str, *arguments: Any) -> Any:
    """Past all rules, on the database where this logical shard lives; the first column of what it answers, if any."""
    return sql_on(database_of(shard), statement, *arguments)


def sql_on(database: str, statement: str, *arguments: Any) -> Any:
    with connections[database].cursor() as cursor:
        cursor.execute(statement, arguments)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
