"""When a difference counts, and what is said where nobody can know."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import OperationalError, connections

from tests.deep.looking import run
from tintype.cli import deep as screen
from tintype.cluster import deep
from tintype.cluster.deep import MOST_SHOWN, DeepCheck
from tintype.lib.differences import Check, Difference, in_batches
from tintype.photos.actions import like
from tintype.photos.checks import likes
from tintype.tasks import settle
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

MANY = MOST_SHOWN + 5


def numbers() -> Iterator[list[int]]:
    yield from in_batches(range(MANY), 10)


def all_differ(keys: list[int]) -> list[Difference[int]]:
    return [Difference(key, f"Number {key} differs.") for key in keys]


def away(keys: list[int]) -> list[Difference[int]]:
    raise OperationalError("nobody there")


@pytest.fixture(autouse=True)
def _nothing_left_to_do() -> Iterator[None]:
    run_tasks()
    yield
    run_tasks()


def test_what_a_task_is_about_to_bring_together_is_no_difference(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    run_tasks()
    like(bob.id, post)
    assert len(likes.compare([(post, bob.id)])) == 1

    def work() -> None:
        run_tasks()
        connections.close_all()

    worker = threading.Timer(0.5, work)
    worker.start()
    found = [sentence for outcome in run(repair=False) for sentence in outcome.sentences]
    worker.join()
    assert [sentence for sentence in found if str(post) in sentence] == []


def test_without_workers_a_difference_is_shown_with_the_reason_that_it_may_have(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    post = make_post(alice.id)
    run_tasks()
    like(bob.id, post)
    monkeypatch.setattr(settle, "MOST_SECONDS", 0.2)
    monkeypatch.setattr(deep, "CHECKS", (Check("likes", lambda: iter([[(post, bob.id)]]), likes.compare),))
    assert not screen.agrees(repair=False)
    said = capsys.readouterr().out
    assert f"Account {bob.id} likes post {post}" in said
    assert screen.LATE in said


def test_of_many_differences_some_are_shown_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deep, "CHECKS", (Check("numbers", numbers, all_differ),))
    monkeypatch.setattr(deep, "MOST_SUSPECTS", 8)
    assert not screen.agrees(repair=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"BAD   numbers: {MANY} compared in ")
    assert lines[0].endswith(f", {MANY} differ")
    assert [line.strip() for line in lines[1 : MOST_SHOWN + 1]] == [f"Number {key} differs." for key in range(20)]
    assert lines[MOST_SHOWN + 1].strip() == "and 5 more"
    assert lines[-1] == f"{MANY} differences. `tintype check --deep --repair` mends what can be mended."


def test_a_check_that_cannot_be_finished_says_so_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = (Check("away", numbers, away), Check("there", numbers, lambda _: []))
    monkeypatch.setattr(deep, "CHECKS", checks)
    assert not screen.agrees(repair=False)
    said = capsys.readouterr().out
    assert "BAD   away: 0 compared" in said
    assert "It could not be finished: nobody there" in said
    assert f"ok    there: {MANY} compared" in said


def test_a_repair_that_fails_is_told_and_the_next_is_tried() -> None:
    mended: list[int] = []

    def mend(key: int) -> None:
        if key == 1:
            raise OperationalError("the shard moves just now")
        mended.append(key)

    def unmended(keys: list[int]) -> list[Difference[int]]:
        return [Difference(key, f"Number {key} differs.", partial(mend, key)) for key in keys if key not in mended]

    outcome = DeepCheck(repair=True).examine(Check("three", lambda: iter([[0, 1, 2]]), unmended), lambda _: None)
    assert outcome.sentences == [
        "Number 0 differs. Mended.",
        "Number 1 differs. Not mended: the shard moves just now.",
        "Number 2 differs. Mended.",
    ]
    assert (outcome.found, outcome.mended, outcome.is_good) == (3, 2, False)
