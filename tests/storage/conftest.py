from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.stores import SITE, Raw, radosgw_store, web_server
from tintype.config.topology import ObjectStore
from tintype.storage.actions import sign_upload
from tintype.storage.records import SignedUpload


@pytest.fixture(autouse=True)
def objects(settings: Settings, tmp_path: Path) -> Path:
    """The folder of an object store of the test's own."""
    settings.TINTYPE_OBJECTS = ObjectStore(kind="directory", path=tmp_path / "objects")
    settings.TINTYPE_MEDIA_URLS = ("http://media.test/",)
    settings.TINTYPE_URL = SITE
    return tmp_path / "objects"


@pytest.fixture(scope="session")
def web_address() -> Iterator[str]:
    with web_server() as address:
        yield address


@pytest.fixture(scope="session")
def radosgw() -> Iterator[ObjectStore]:
    with radosgw_store() as described:
        yield described


@pytest.fixture(params=["directory", "radosgw"])
def raw(request: pytest.FixtureRequest, objects: Path, settings: Settings) -> Raw:
    """The test runs against each of the stores; this program uses the same one meanwhile."""
    if request.param == "directory":
        settings.TINTYPE_URL = request.getfixturevalue("web_address")
        return Raw(settings.TINTYPE_OBJECTS, f"{settings.TINTYPE_URL}/store")
    settings.TINTYPE_OBJECTS = request.getfixturevalue("radosgw")
    return Raw(settings.TINTYPE_OBJECTS, settings.TINTYPE_OBJECTS.upload_url)


@pytest.fixture
def upload(raw: Raw) -> SignedUpload:
    """For five bytes of account 7."""
    return sign_upload(7, "image/jpeg", 5)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
