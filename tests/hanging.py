"""What pytest-timeout cannot end, a fixture that waits for ever, say, ends its process, and where each thread stands is
printed.

A pytest plugin (`-p tests.hanging` in pyproject.toml). pytest's own `faulthandler_timeout` is one figure for all tests.
"""

import faulthandler
import os
from collections.abc import Generator

import pytest

# After its time is up a test still tidies up: a site of forty parts may take a minute to end.
TIDY_SECONDS = 240
# Before pytest catches what is printed.
STDERR = os.dup(2)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    marker = item.get_closest_marker("timeout")
    seconds = float(marker.args[0] if marker else item.config.getini("timeout"))
    faulthandler.dump_traceback_later(seconds + TIDY_SECONDS, exit=True, file=STDERR)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()
