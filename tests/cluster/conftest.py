import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.machines import Machine, made_machines
from tests.cluster.real import Real, free_port


@pytest.fixture
def home() -> Iterator[Path]:
    """Not in pytest's tmp_path, which the user that PostgreSQL runs as may not enter."""
    path = Path(tempfile.mkdtemp(prefix="tintype-up-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def real(home: Path) -> Iterator[Real]:
    """A Tintype of the test's own; whatever the test did to it, none of its processes outlives the test."""
    tintype = Real(home, free_port())
    yield tintype
    tintype.kill_everything()


@pytest.fixture
def machines() -> Iterator[tuple[Machine, Machine]]:
    with made_machines() as both:
        yield both
