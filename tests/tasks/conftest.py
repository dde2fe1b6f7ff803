from collections.abc import Iterator
from pathlib import Path

import pytest

from tintype.sharding.databases import primaries
from tintype.tasks.models import OutboxRow


@pytest.fixture(autouse=True)
def no_rows_left() -> Iterator[None]:
    """Rows that these tests leave on purpose must not be run by other tests."""
    yield
    for database in primaries():
        OutboxRow.objects.using(database).filter(task__startswith="tests.tasks.").delete()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where tests.tasks.jobs.write_slowly writes, and waits for the file "go"."""
    return tmp_path
