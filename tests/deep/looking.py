"""Running the checks on databases that other tests have filled with oddities: only what names one's own ids counts."""

import re

from tintype.cluster.deep import CHECKS, DeepCheck, Outcome


def said(*ids: int | str) -> list[str]:
    """What all checks say of these ids."""
    return _about(run(repair=False), ids)


def mended(*ids: int | str) -> list[str]:
    """As `said`, after which all that can be mended is."""
    return _about(run(repair=True), ids)


def run(*, repair: bool) -> list[Outcome]:
    outcomes = [DeepCheck(repair).examine(check, lambda _: None) for check in CHECKS]
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return outcomes


def _about(outcomes: list[Outcome], ids: tuple[int | str, ...]) -> list[str]:
    names = re.compile("|".join(rf"\b{re.escape(str(name))}\b" for name in ids))
    return [sentence for outcome in outcomes for sentence in outcome.sentences if names.search(sentence)]
