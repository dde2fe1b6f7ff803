"""The parent waits only so long, believes nothing, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.photos.imaging.camera import encoded, pattern
from tests.photos.imaging.servers import SHELL, children_of, has_ended, own_server, server_pid
from tintype.photos.imaging import client
from tintype.photos.imaging.errors import ImagingFailed, PhotoRefused
from tintype.photos.imaging.render import render_avatar, render_photo

SetChild = Callable[[str], None]
RENDERING = """
import os, sys
from django.conf import settings
settings.configure(TINTYPE_AVIF=False)
from tintype.photos.imaging import client
from tintype.photos.imaging.render import render_avatar
photo = sys.stdin.buffer.read()
"""


@pytest.fixture
def photo() -> bytes:
    return encoded(pattern())


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetChild]:
    """Another program in place of the child: the tests write what it does."""
    with own_server(monkeypatch) as set_program:
        yield lambda script: set_program(SHELL.format(script=script))


def test_a_child_that_never_answers_is_killed(child: SetChild, photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "DEADLINE_SECONDS", 0.2)
    child("exec sleep 1000")
    with pytest.raises(ImagingFailed):
        render_photo(photo)
    assert has_ended(lambda: not children_of(server_pid()))
    # And the server goes on.
    with pytest.raises(ImagingFailed):
        render_photo(photo)


@pytest.mark.parametrize("end", ["exit 1", "exit 127", "kill -KILL $$", "kill -TERM $$"])
def test_what_is_not_the_photos_fault_may_be_tried_again(child: SetChild, photo: bytes, end: str) -> None:
    child(end)
    with pytest.raises(ImagingFailed):
        render_photo(photo)


@pytest.mark.parametrize("end", ["kill -SEGV $$", "kill -ABRT $$", "kill -XCPU $$", "kill -BUS $$"])
def test_a_photo_that_crashes_the_decoder_is_refused(child: SetChild, photo: bytes, end: str) -> None:
    child(f"ulimit -c 0; {end}")
    with pytest.raises(PhotoRefused) as refused:
        render_photo(photo)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "true",
        "echo hello",
        "echo '[]'",
        "echo '{}'",
        """echo '{"refused": "<script>"}'""",
        "head -c 300000 /dev/zero",
    ],
)
def test_an_unsound_answer_refuses_the_photo(child: SetChild, photo: bytes, answer: str) -> None:
    child(answer)
    with pytest.raises(PhotoRefused) as refused:
        render_photo(photo)
    assert refused.value.code == "damaged"


def test_the_child_gets_none_of_the_parents_environment(
    child: SetChild, photo: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINTYPE_SECRET_KEY", "not for the child")
    seen = tmp_path / "seen"
    child(f"env > {seen}; pwd >> {seen}; ls /proc/self/fd >> {seen}")
    with pytest.raises(PhotoRefused):
        render_photo(photo)
    text = seen.read_text()
    assert "SECRET" not in text
    assert "\n/\n" in text
    # Its three streams, and the one `ls` reads the folder through.
    assert text.split("\n/\n")[1].split() == ["0", "1", "2", "3"]


def open_files() -> list[str]:
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())


def test_nothing_stays_open(photo: bytes) -> None:
    render_avatar(photo)
    before = open_files()
    for _ in range(3):
        render_avatar(photo)
    assert open_files() == before


def test_a_server_that_was_killed_is_started_again(photo: bytes) -> None:
    render_avatar(photo)
    former = server_pid()
    os.kill(former, signal.SIGKILL)
    assert has_ended(lambda: not client._kept._server or not client._kept._server.is_of_use)
    assert render_avatar(photo)
    assert server_pid() != former


def test_a_server_that_is_killed_at_work_makes_the_task_be_tried_again(child: SetChild, photo: bytes) -> None:
    child("kill -KILL $PPID; sleep 1000")
    with pytest.raises(ImagingFailed):
        render_photo(photo)


def test_several_at_once_get_each_their_own(photo: bytes) -> None:
    shades = [encoded(pattern(300 + number, 200)) for number in range(8)]
    with ThreadPoolExecutor(4) as threads:
        widths = [rendered.width for rendered in threads.map(render_photo, shades)]
    assert widths == [300 + number for number in range(8)]


def run(program: str, photo: bytes) -> subprocess.CompletedProcess[bytes]:
    environment = {"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", RENDERING + program]
    return subprocess.run(command, input=photo, env=environment, capture_output=True, check=False, timeout=60)


def test_the_server_ends_with_its_starter(photo: bytes) -> None:
    ending = "render_avatar(photo); print(client._kept._server._process.pid, flush=True); os.kill(os.getpid(), 9)"
    done = run(ending, photo)
    assert done.returncode == -signal.SIGKILL
    assert has_ended(lambda: not Path(f"/proc/{int(done.stdout)}").exists())


def test_a_process_that_forked_has_a_server_of_its_own(photo: bytes) -> None:
    forking = """
render_avatar(photo)
if os.fork() == 0:
    render_avatar(photo)
else:
    os.wait()
print(client._kept._server._process.pid, flush=True)
"""
    done = run(forking, photo)
    assert len(set(done.stdout.split())) == 2, done.stderr
