"""The child as it is really started."""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.photos.imaging.camera import encoded, pattern
from tintype.photos.imaging.render import _ENVIRONMENT

ORDER = '{"work": "photo", "recipe": {}, "formats": ["jpg"], "with_original": false}'
LOADERS = """
import sys
import pyvips
from tintype.photos.imaging.decode import allow_only_accepted_loaders
allow_only_accepted_loaders()
try:
    image = pyvips.Image.new_from_buffer(sys.stdin.buffer.read(), "")
    print(image.get("vips-loader"))
except pyvips.Error:
    print("refused")
"""


@pytest.fixture
def waiting_child() -> Iterator[subprocess.Popen[bytes]]:
    """It has started, and waits for its picture."""
    command = [sys.executable, "-sP", "-m", "tintype.photos.imaging.child", ORDER]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=_ENVIRONMENT, cwd="/") as child:
        yield child
        child.kill()


def status(pid: int) -> dict[str, list[str]]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}


def test_the_fences_stand_before_the_first_byte_is_read(waiting_child: subprocess.Popen[bytes]) -> None:
    expected = "2" if platform.machine() == "x86_64" else "0"
    deadline = time.monotonic() + 60
    while (found := status(waiting_child.pid))["Seccomp"] != [expected] or found["NoNewPrivs"] != ["1"]:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    if os.geteuid() == 0:
        assert found["Uid"] == ["65534"] * 4
        assert found["Gid"] == ["65534"] * 4
        assert int(found["CapEff"][0], 16) == 0
    limits = Path(f"/proc/{waiting_child.pid}/limits").read_text() if os.geteuid() == 0 else ""
    assert limits == "" or f"Max address space         {2 * 2**30}" in limits
    assert waiting_child.poll() is None


@pytest.mark.parametrize(
    ("data", "loader"),
    [
        (encoded(pattern()), "jpegload_buffer"),
        (encoded(pattern(), "PNG"), "pngload_buffer"),
        (encoded(pattern(), "WEBP"), "webpload_buffer"),
        (encoded(pattern(), "GIF"), "gifload_buffer"),
        (encoded(pattern(), "TIFF"), "refused"),
        (encoded(pattern(), "PPM"), "refused"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "refused"),
        (b"%PDF-1.7\n", "refused"),
    ],
)
def test_only_four_decoders_can_be_reached(data: bytes, loader: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADERS], input=data, env=_ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert done.stdout.decode() == f"{loader}\n"
