"""A store without room, for real: a file size limit, and as root a file system of half a megabyte."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import io, resource, sys
from pathlib import Path
from django.conf import settings
from tintype.config.objects import ObjectStore
objects = Path(sys.argv[1]) / "objects"
settings.configure(
    SECRET_KEY="only-for-tests", TINTYPE_URL="http://site.test",
    TINTYPE_OBJECTS=ObjectStore(kind="directory", path=objects),
)
from tintype.storage.actions import put_object, sign_upload, store_upload
from tintype.storage.errors import StoreFull, StoreRefused
from tintype.storage.keys import rendition_key

if limit := int(sys.argv[2]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
upload = sign_upload(7, "image/jpeg", 1_000_000)
try:
    store_upload(upload.fields, io.BytesIO(bytes(1_000_000)), 1_000_000)
except StoreRefused as refused:
    print(refused.status, refused.code)
key = rendition_key(7, 9, 0, "320.jpg")
put_object(key, b"there before", "image/jpeg")
try:
    put_object(key, bytes(1_000_000), "image/jpeg")
except StoreFull:
    print("full")
assert (objects / key).read_bytes() == b"there before"
store_upload(sign_upload(7, "image/jpeg", 12).fields, io.BytesIO(b"small enough"), 12)
print(sum(1 for path in objects.rglob("*") if path.is_file()))
"""
EXPECTED = "507 InsufficientStorage\nfull\n2\n"


def _run(command: list[str]) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return done.stdout


def test_a_file_over_the_limit_leaves_nothing_half_written(tmp_path: Path) -> None:
    assert _run([sys.executable, "-c", PROGRAM, str(tmp_path), "500000"]) == EXPECTED


def _can_mount() -> bool:
    unshare = shutil.which("unshare")
    if unshare is None or os.geteuid() != 0:
        return False
    mount = [unshare, "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_mount(), reason="only root can mount a small file system")
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    mounted = 'mount -t tmpfs -o size=512k none "$3" && exec "$0" -c "$1" "$3" "$2"'
    assert _run(["unshare", "-m", "sh", "-c", mounted, sys.executable, PROGRAM, "0", str(tmp_path)]) == EXPECTED
