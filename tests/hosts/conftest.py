"""The hosts of a test."""

from collections.abc import Iterator

import pytest

from tests.hosts.rig import Rig, rig, why_not


@pytest.fixture(scope="module")
def three() -> Iterator[Rig]:
    if reason := why_not():
        pytest.skip(reason)
    with rig("anna", "bert", "carl") as hosts:
        yield hosts
