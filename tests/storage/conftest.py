from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tintype.config.topology import ObjectStore


@pytest.fixture(autouse=True)
def objects(settings: Settings, tmp_path: Path) -> Path:
    """The folder of an object store of the test's own."""
    settings.TINTYPE_OBJECTS = ObjectStore(kind="directory", path=tmp_path / "objects")
    settings.TINTYPE_MEDIA_URLS = ("http://media.test/",)
    settings.TINTYPE_URL = "http://site.test"
    return tmp_path / "objects"


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
