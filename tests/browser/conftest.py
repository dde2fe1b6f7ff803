"""One real Tintype and one browser for all journeys; every visitor has a browser profile of their own."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from tests.browser.visitor import Visitor
from tests.cluster.real import Real, free_port

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: dict[str, Any] = {
    "viewport": ViewportSize(width=390, height=844),
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESK: dict[str, Any] = {"viewport": ViewportSize(width=1280, height=800)}
# A page takes a tenth of a second; the rest is for two busy cores.
PATIENCE_MS = 15_000

Visit = Callable[..., Visitor]


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """For `visit`, which keeps pictures of what failed."""
    report = yield
    if report.when == "call":
        item.stash[HAS_FAILED] = report.failed
    return report


HAS_FAILED = pytest.StashKey[bool]()


@contextmanager
def a_tintype(topology: str) -> Iterator[Real]:
    # Not pytest's tmp_path, which the user that PostgreSQL runs as may not enter.
    home = Path(tempfile.mkdtemp(prefix="tintype-browser-"))
    tintype = Real(home, free_port())
    # A dozen people come from one address within a minute here.
    tintype.environment |= {"TINTYPE_RATE_LIMITS": "false", "TINTYPE_TOPOLOGY": topology}
    try:
        started = tintype.run("up", "--detach")
        assert started.returncode == 0, started.stdout + started.stderr
        yield tintype
    finally:
        tintype.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="package")
def tintypes() -> Iterator[Callable[[str], Real]]:
    """By topology: these tests' own, with all that belongs to it, once somebody asks for it."""
    with ExitStack() as running:
        yield cache(lambda topology: running.enter_context(a_tintype(topology)))


@pytest.fixture
def tintype(tintypes: Callable[[str], Real], request: pytest.FixtureRequest) -> Real:
    """Embedded, where a test is not parametrized indirectly with others."""
    return tintypes(getattr(request, "param", "embedded"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        assert "CI" not in os.environ, f"{CHROMIUM} is not there, and CI must not skip these tests"
        pytest.skip(f"{CHROMIUM} is not there: install Debian's package chromium")
    # Playwright keeps an event loop running in this thread, for which Django would refuse all database work of the
    # tests that come after.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(tintype: Real, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Makes visitors: `visit("anna")` with a phone, signed up; `visit("ben", DESK, is_new=True)` at a desk, not yet."""
    visitors: list[Visitor] = []

    def make(name: str, device: dict[str, Any] = PHONE, *, is_new: bool = False, **options: Any) -> Visitor:
        context = browser.new_context(base_url=f"http://{tintype.host}:{tintype.port}", **device, **options)
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(context, name)
        visitors.append(visitor)
        if not is_new:
            visitor.arrive()
        return visitor

    yield make
    for visitor in visitors:
        if request.node.stash.get(HAS_FAILED, True):
            visitor.screenshot(f"failed-{request.node.name}-{visitor.name}")
        visitor.context.close()
    for visitor in visitors:
        visitor.watch.check()
