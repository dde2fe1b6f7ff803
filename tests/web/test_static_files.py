"""What is collected for the web server."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from tintype.config.settings import STORAGES

IMPORTED = re.compile(r"""(?:from\s+|import\(|import\s+)["'](\.[^"']+)["']""")


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "tintype"


@pytest.mark.slow
def test_modules_import_the_very_version_they_were_collected_with(collected: Path) -> None:
    hashed = [path for path in collected.glob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    imports = {(path, name) for path in hashed for name in IMPORTED.findall(path.read_text())}
    assert len({path for path, _ in imports}) >= 4
    for path, name in imports:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name), (path, name)
        assert (path.parent / name).exists(), (path, name)
