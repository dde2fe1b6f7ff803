"""Rows of the outbox: with the action or not at all, leased by one, tried again, parked, retried."""

import io
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tests.tasks import jobs
from tests.tasks.rows import is_there, put_note, row
from tests.threads import together
from tintype.sharding.databases import primaries
from tintype.sharding.scope import action_of, on_shard_of
from tintype.tasks import outbox
from tintype.tasks.models import OutboxRow
from tintype.tasks.run import enqueue_and_run, run_ahead, run_row
from tintype.testing.member import Member, unique_name

DIRECTORY = "default"


@pytest.fixture
def text() -> str:
    """Unlike that of any other test's row."""
    return unique_name("text")


def expire(row_id: int) -> None:
    """Its lease is over, and it is due."""
    past = timezone.now() - timedelta(seconds=1)
    OutboxRow.objects.using(DIRECTORY).filter(id=row_id).update(leased_until=past, due_at=past)


def rows_on(database: str, text: str) -> list[int]:
    return list(OutboxRow.objects.using(database).filter(args=[text]).order_by("id").values_list("id", flat=True))


def test_a_task_of_an_action_is_a_row_in_the_database_of_the_action(alice: Member, text: str) -> None:
    with action_of(alice.id) as scope:
        jobs.note.enqueue(text)
        jobs.pass_on.enqueue(text)
    elsewhere = {*primaries()} - {scope.database}
    assert [database for database in elsewhere if rows_on(database, text)] == []
    first, second = (row(scope.database, row_id) for row_id in rows_on(scope.database, text))
    assert (first.queue, first.task, first.args) == ("soon", "tests.tasks.jobs.note", [text])
    assert (second.queue, second.task, second.args) == ("soon", "tests.tasks.jobs.pass_on", [text])
    assert (first.attempts, first.leased_until, first.parked_at, first.last_error) == (0, None, None, "")
    assert first.due_at - first.created_at == timedelta(seconds=outbox.GRACE_SECONDS)
    second.delete(using=scope.database)


def test_an_action_that_fails_takes_its_tasks_with_it(alice: Member, text: str) -> None:
    def fail() -> None:
        with action_of(alice.id):
            jobs.note.enqueue(text)
            enqueue_and_run(jobs.note, text)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [database for database in primaries() if rows_on(database, text)] == []
    assert text not in jobs.done


def test_outside_a_scope_a_task_is_put_into_the_directory(text: str) -> None:
    jobs.note.enqueue(text)
    assert len(rows_on(DIRECTORY, text)) == 1


def test_arguments_by_name_are_refused(text: str) -> None:
    with pytest.raises(TypeError, match="positional"):
        jobs.note.enqueue(text=text)


def test_a_task_that_its_actor_waits_for_runs_after_the_commit_and_its_row_goes(alice: Member, text: str) -> None:
    with action_of(alice.id) as scope:
        enqueue_and_run(jobs.note, text)
        assert jobs.done.count(text) == 0
    assert jobs.done.count(text) == 1
    assert rows_on(scope.database, text) == []


def test_a_task_that_fails_at_once_is_left_to_the_workers(alice: Member, text: str) -> None:
    with action_of(alice.id) as scope:
        enqueue_and_run(jobs.fail, text)
        enqueue_and_run(jobs.note, text)
    assert jobs.done.count(text) == 2
    assert [row(scope.database, row_id).task for row_id in rows_on(scope.database, text)] == ["tests.tasks.jobs.fail"]


def test_a_task_run_ahead_is_run_by_a_worker_too(alice: Member, text: str) -> None:
    with action_of(alice.id) as scope:
        run_ahead(jobs.note, text, here=partial(jobs.note.call, text))
    assert jobs.done.count(text) == 1
    assert [run_row(scope.database, row_id) for row_id in rows_on(scope.database, text)] == [True]
    assert jobs.done.count(text) == 2


def test_what_a_task_enqueues_after_the_commit_is_not_lost(alice: Member, text: str) -> None:
    with action_of(alice.id) as scope:
        enqueue_and_run(jobs.pass_on, text)
    assert [row(scope.database, row_id).task for row_id in rows_on(scope.database, text)] == ["tests.tasks.jobs.note"]


def test_a_row_that_is_run_is_done_once(text: str) -> None:
    row_id = put_note(text)
    assert run_row(DIRECTORY, row_id) is True
    assert not is_there(DIRECTORY, row_id)
    assert run_row(DIRECTORY, row_id) is False
    assert jobs.done.count(text) == 1


def test_of_ten_workers_with_the_same_row_one_gets_it(text: str) -> None:
    row_id = put_note(text)
    taken = together([lambda: outbox.take(DIRECTORY, [row_id])] * 10)
    assert [row.args for rows in taken for row in rows] == [[text]]


def test_a_row_in_anothers_hands_is_free_once_the_lease_is_over(text: str) -> None:
    row_id = put_note(text)
    (first,) = outbox.take(DIRECTORY, [row_id])
    assert outbox.take(DIRECTORY, [row_id]) == []
    expire(row_id)
    (second,) = outbox.take(DIRECTORY, [row_id])
    assert (first.attempts, second.attempts) == (1, 2)


def test_a_worker_that_starts_frees_what_its_killed_namesake_held(text: str) -> None:
    row_id, anothers = put_note(text), put_note(text)
    assert outbox.take(DIRECTORY, [row_id], "here-first")
    assert outbox.take(DIRECTORY, [anothers], "here-second")
    outbox.release_leases_of("here-first")
    due = [found.id for found in outbox.due(DIRECTORY, 1000)]
    assert (row_id in due, anothers in due) == (True, False)
    assert [taken.id for taken in outbox.take(DIRECTORY, [row_id, anothers], "here-first")] == [row_id]
    outbox.finish(DIRECTORY, [row_id, anothers])


def test_a_worker_whose_lease_is_over_does_not_free_the_row_of_the_next(text: str) -> None:
    row_id = put_note(text)
    (late,) = outbox.take(DIRECTORY, [row_id])
    expire(row_id)
    assert outbox.take(DIRECTORY, [row_id])
    outbox.fail(late, "too late")
    assert row(DIRECTORY, row_id).last_error == ""
    assert outbox.take(DIRECTORY, [row_id]) == []


def test_a_leased_row_is_not_due_before_its_lease_is_over(text: str) -> None:
    row_id = put_note(text)
    assert outbox.take(DIRECTORY, [row_id])
    leased = row(DIRECTORY, row_id)
    assert leased.leased_until
    assert leased.due_at >= leased.leased_until - timedelta(seconds=1)


def test_a_task_that_fails_is_due_again_later_each_time(text: str) -> None:
    row_id = put_note(text, "fail")
    waits = []
    for _ in range(outbox.MAX_ATTEMPTS):
        assert run_row(DIRECTORY, row_id) is False
        failed = row(DIRECTORY, row_id)
        assert failed.leased_until is None
        waits.append(round((failed.due_at - timezone.now()).total_seconds()))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, *[600] * 7]
    assert failed.last_error.endswith("the end\n")
    assert len(failed.last_error) == outbox.ERROR_LENGTH


def test_a_task_that_failed_too_often_is_parked_listed_and_retried(text: str) -> None:
    row_id = put_note(text, "fail")
    for _ in range(outbox.MAX_ATTEMPTS):
        run_row(DIRECTORY, row_id)
    assert run_row(DIRECTORY, row_id) is False
    assert jobs.done.count(text) == outbox.MAX_ATTEMPTS
    parked_at = row(DIRECTORY, row_id).parked_at
    assert parked_at
    shown = command("parked_tasks")
    line = f"default tests.tasks.jobs.fail('{text}',) parked {parked_at:%Y-%m-%d %H:%M}"
    assert shown[shown.index(line) + 1].endswith(" the end")
    assert command("parked_tasks", "--retry")[-1].endswith("tasks will be tried again")
    again = row(DIRECTORY, row_id)
    assert (again.parked_at, again.attempts, again.leased_until) == (None, 0, None)
    assert line not in command("parked_tasks")
    again.delete()


def command(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_task_that_kills_its_worker_each_time_is_parked(text: str) -> None:
    row_id = put_note(text)
    for _ in range(outbox.MAX_ATTEMPTS):
        assert outbox.take(DIRECTORY, [row_id])
        expire(row_id)
    assert outbox.take(DIRECTORY, [row_id]) == []
    parked = row(DIRECTORY, row_id)
    assert parked.parked_at
    assert parked.last_error == "Its worker was killed each time."
    parked.delete()


def test_a_parked_row_is_never_due(text: str) -> None:
    row_id = put_note(text)
    OutboxRow.objects.using(DIRECTORY).filter(id=row_id).update(parked_at=timezone.now(), due_at=F("created_at"))
    expire(row_id)
    assert row_id not in [found.id for found in outbox.due(DIRECTORY, 1000)]
    OutboxRow.objects.using(DIRECTORY).filter(id=row_id).delete()


def test_after_a_crash_every_leased_row_is_due_at_once(text: str) -> None:
    row_id = put_note(text)
    assert outbox.take(DIRECTORY, [row_id])
    assert row_id not in [found.id for found in outbox.due(DIRECTORY, 1000)]
    assert command("release_leases")[-1].endswith("unfinished tasks are due")
    assert (row_id, "soon", 1) in outbox.due(DIRECTORY, 1000)
    assert run_row(DIRECTORY, row_id) is True


def test_two_dispatchers_at_once_hand_over_each_row_once() -> None:
    mine = {put_note(unique_name("due")) for _ in range(20)}
    for row_id in mine:
        expire(row_id)
    with transaction.atomic(using=DIRECTORY):
        first = {found.id for found in outbox.due(DIRECTORY, 7)}
        second = {found.id for found in together([lambda: outbox.due(DIRECTORY, 1000)])[0]}
    assert len(first) == 7
    assert first & second == set()
    assert mine <= first | second
    assert mine & {found.id for found in outbox.due(DIRECTORY, 1000)} == set()


def test_the_longest_overdue_is_handed_over_first() -> None:
    rows = [put_note(unique_name("order")) for _ in range(3)]
    for number, row_id in enumerate(rows):
        due_at = timezone.now() - timedelta(days=300 + number)
        OutboxRow.objects.using(DIRECTORY).filter(id=row_id).update(due_at=due_at)
    assert [outbox.due(DIRECTORY, 1) for _ in rows] == [[(row_id, "soon", 0)] for row_id in reversed(rows)]


def test_a_task_of_a_shard_scope_goes_to_that_shard_without_a_transaction_too(alice: Member, text: str) -> None:
    with on_shard_of(alice.id) as scope:
        jobs.note.enqueue(text)
    assert len(rows_on(scope.database, text)) == 1
