"""Tasks that leave traces."""

import time
from pathlib import Path

from django_tasks import task

DEADLINE_SECONDS = 30

done: list[str] = []


@task(queue_name="soon")
def note(text: str) -> None:
    done.append(text)


@task(queue_name="soon")
def fail(text: str) -> None:
    done.append(text)
    raise RuntimeError("no\0 " + "x" * 3000 + " the end")


@task(queue_name="soon")
def pass_on(text: str) -> None:
    note.enqueue(text)


@task(queue_name="now")
def write(path: str, text: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{text}\n")


@task(queue_name="now")
def write_slowly(folder: str) -> None:
    """Says that it has begun, waits for the file "go", says that it has ended."""
    write.call(f"{folder}/log", "begun")
    end = time.monotonic() + DEADLINE_SECONDS
    while not Path(folder, "go").exists():
        if time.monotonic() > end:
            raise TimeoutError(folder)
        time.sleep(0.02)
    write.call(f"{folder}/log", "ended")
