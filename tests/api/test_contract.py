"""Everything that apps ask for is there, or said to be absent with the reason."""

from pathlib import Path

from tests.docs.api import bare
from tintype.api.contract import BESIDES
from tintype.api.routes import all_routes

LINES = Path(__file__).with_name("endpoints.txt").read_text().splitlines()
ASKED_FOR = {line for line in LINES if line and not line.startswith("#")}
ROUTES = {f"{route.method} {bare(route.path)}" for route in all_routes()}


def test_every_endpoint_that_apps_ask_for_is_there_or_accounted_for() -> None:
    assert sorted(ASKED_FOR - ROUTES - set(BESIDES)) == []


def test_nothing_is_said_to_be_absent_that_is_there() -> None:
    assert sorted(ROUTES & set(BESIDES)) == []
