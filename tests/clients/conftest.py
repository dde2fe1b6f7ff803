"""A running Tintype for real apps, with every switch that they need."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cluster.real import Real
from tests.crash.client import PASSWORD as PAGE_PASSWORD
from tests.crash.client import Client
from tests.crash.line import Line
from tintype.testing.member import PASSWORD

# toot's own tests sign in there, as on a developer's Mastodon.
PORT = 3000
SWITCHES = {
    "TINTYPE_TEXT_POSTS": "true",
    "TINTYPE_OAUTH_PASSWORD_GRANT": "true",
    # An app does in a second what a person does in an hour.
    "TINTYPE_RATE_LIMITS": "false",
}


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.slow)
    item.add_marker(pytest.mark.timeout(600))


@dataclass(frozen=True)
class Site:
    real: Real
    host: str = "localhost"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.real.port}"

    def sign_up(self, username: str) -> str:
        """On the site's own page; answers the password."""
        Client(self.real.port, username, Line(self.host, self.real.port)).sign_up()
        return PAGE_PASSWORD

    def make(self, username: str) -> str:
        """As the operator does it, with a command that takes a second; answers the password."""
        made = self.real.run("user", "create", username, "--email", f"{username}@example.com", "--password", PASSWORD)
        assert made.returncode == 0, made.stdout + made.stderr
        return PASSWORD


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    home = Path(tempfile.mkdtemp(prefix="tintype-clients-"))
    real = Real(home, PORT)
    real.environment |= SWITCHES
    try:
        started = real.run("up", "--detach")
        assert started.returncode == 0, started.stdout + started.stderr
        yield Site(real)
    finally:
        real.kill_everything()
        shutil.rmtree(home, ignore_errors=True)
