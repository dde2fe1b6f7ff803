from collections.abc import Iterator

import pytest

from tests.streaming.served import Served


@pytest.fixture
def served() -> Iterator[Served]:
    running = Served()
    try:
        yield running
    finally:
        running.end()
