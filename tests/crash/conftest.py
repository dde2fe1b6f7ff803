"""A Tintype of these tests' own, and a crowd that is at work in it while it is being killed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.real import Real, free_port
from tests.crash.crowd import Crowd
from tests.crash.truth import Truth


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.slow)
    # Each round starts Tintype twice, and another site may be at work beside it.
    item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="package")
def rounds() -> int:
    return int(os.environ.get("TINTYPE_CRASH_ROUNDS", "3"))


@pytest.fixture(scope="package")
def tintype() -> Iterator[Real]:
    home = Path(tempfile.mkdtemp(prefix="tintype-crash-"))
    real = Real(home, free_port())
    # The crowd does in a minute what people do in a day.
    real.environment["TINTYPE_RATE_LIMITS"] = "false"
    try:
        up(real)
        yield real
    finally:
        real.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


def up(real: Real) -> None:
    started = real.run("up", "--detach")
    assert started.returncode == 0, started.stdout + started.stderr


@pytest.fixture(scope="package")
def truth(tintype: Real) -> Truth:
    return Truth(tintype.home)


@pytest.fixture(scope="package")
def crowd(tintype: Real, truth: Truth) -> Crowd:
    made = Crowd(tintype.port)
    made.sign_up()
    ids = truth.account_ids()
    for person in made.people:
        person.id = ids[person.name]
    return made
