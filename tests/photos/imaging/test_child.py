"""The child as it is really forked."""

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.photos.imaging.camera import encoded, pattern
from tests.photos.imaging.servers import children_of, has_ended, own_server, server_pid
from tintype.photos.imaging import client
from tintype.photos.imaging.client import ENVIRONMENT
from tintype.photos.imaging.confine import MEMORY_BYTES
from tintype.photos.imaging.errors import ImagingFailed
from tintype.photos.imaging.render import render_photo

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
# Its children have all their fences, and then wait for ever instead of looking at their picture.
WAITING = """
from tintype.photos.imaging import child, server

def wait(picture, order, answer):
    while True:
        child.sys.stdout.write("")

child._WORK["photo"] = wait
server.main()
"""


@pytest.fixture
def waiting_child(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    with own_server(monkeypatch) as set_program, ThreadPoolExecutor(1) as thread:
        set_program(WAITING)
        rendering = thread.submit(render_photo, encoded(pattern()))
        assert has_ended(lambda: bool(client._kept._server and children_of(server_pid())))
        pid = int(children_of(server_pid())[0])
        yield pid
        os.kill(pid, signal.SIGKILL)
        assert isinstance(rendering.exception(), ImagingFailed)


def status(pid: int) -> dict[str, list[str]]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}


def test_the_fences_stand_before_the_picture_is_looked_at(waiting_child: int) -> None:
    filtered = "2" if platform.machine() == "x86_64" else "0"
    assert has_ended(lambda: status(waiting_child)["Seccomp"] == [filtered])
    found = status(waiting_child)
    assert found["NoNewPrivs"] == ["1"]
    if os.geteuid() == 0:
        assert found["Uid"] == ["65534"] * 4
        assert found["Gid"] == ["65534"] * 4
        assert int(found["CapEff"][0], 16) == 0
        assert f"Max data size             {MEMORY_BYTES}" in Path(f"/proc/{waiting_child}/limits").read_text()
        files = {path.readlink().name for path in Path(f"/proc/{waiting_child}/fd").iterdir()}
        assert files == {"memfd:picture (deleted)", "memfd:answer (deleted)", "memfd:log (deleted)"}


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
        [sys.executable, "-c", LOADERS], input=data, env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert done.stdout.decode() == f"{loader}\n"
