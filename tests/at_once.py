"""What fails is said at once and not only at the end: a run that is cut off has told of it.

A pytest plugin (`-p tests.at_once` in pyproject.toml).
"""

import os
import time

import pytest


class AtOnce:
    def __init__(self, config: pytest.Config) -> None:
        self.config, self.began = config, time.monotonic()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if terminal and report.failed:
            after = f"after {(time.monotonic() - self.began) / 60:.0f} minutes"
            terminal.write_line(f"\n{report.nodeid} ({report.when}, {after})\n{report.longreprtext}")


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.pluginmanager.register(AtOnce(config))
