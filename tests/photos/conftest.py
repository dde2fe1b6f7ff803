from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tintype.config.topology import ObjectStore


@pytest.fixture
def objects(settings: Settings, tmp_path: Path) -> Path:
    """The folder of an object store of the test's own."""
    settings.TINTYPE_OBJECTS = ObjectStore(kind="directory", path=tmp_path / "objects")
    return tmp_path / "objects"
