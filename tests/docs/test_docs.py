"""The pages say what is there: every file, function and link that they name exists, and what is generated is new."""

from pathlib import Path

import pytest

from tests.docs.generated import GENERATED
from tests.docs.names import (
    PAGES,
    ROOT,
    dotted_in,
    headings_in,
    is_there,
    links_in,
    paths_in,
    places_in,
    things_in_files,
)

each_page = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
LONGEST_ROOM_README = 30


@each_page
def test_every_path_exists(page: Path) -> None:
    assert [path for path in paths_in(page.read_text()) if not (ROOT / path).exists()] == []


@each_page
def test_every_name_exists(page: Path) -> None:
    assert [name for name in dotted_in(page.read_text()) if not is_there(name)] == []


@each_page
def test_every_thing_is_in_its_file(page: Path) -> None:
    found = things_in_files(page.read_text())
    assert [(name, path) for name, path in found if name not in (ROOT / path).read_text()] == []


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in links_in(page.read_text()) if not (page.parent / link).exists()] == []


@each_page
def test_every_place_in_the_page_is_there(page: Path) -> None:
    assert set(places_in(page.read_text())) <= headings_in(page.read_text())


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_new(name: str) -> None:
    assert (ROOT / "docs" / name).read_text() == GENERATED[name](), "Run `.venv/bin/python -m tests.docs.generated`."


def rooms() -> list[str]:
    return sorted(path.parent.name for path in ROOT.glob("tintype/*/__init__.py"))


@pytest.mark.parametrize("room", rooms())
def test_every_room_has_a_short_readme_and_a_row_in_the_table_of_rooms(room: str) -> None:
    lines = (ROOT / "tintype" / room / "README.md").read_text().splitlines()
    assert lines[0] == f"# {room}"
    assert len(lines) <= LONGEST_ROOM_README
    assert f"| [{room}](../tintype/{room}/README.md) |" in (ROOT / "docs/architecture.md").read_text()


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs/decisions"
    written = {path.name for path in folder.glob("0*.md")}
    assert written == set(links_in((folder / "README.md").read_text()))
