"""The parent waits only so long, believes nothing, and leaves nothing behind."""

import os
import sys
import time
from pathlib import Path

import pytest

from tests.photos.imaging.camera import encoded, pattern
from tintype.photos.imaging import render
from tintype.photos.imaging.errors import ImagingFailed, PhotoRefused


@pytest.fixture
def photo() -> bytes:
    return encoded(pattern())


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Another program in place of Python: the tests write what it does."""
    program = tmp_path / "child"
    program.touch(mode=0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


def children() -> list[str]:
    me = os.getpid()
    return Path(f"/proc/{me}/task/{me}/children").read_text().split()


def test_a_child_that_never_answers_is_killed(child: Path, photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_DEADLINE_SECONDS", 0.2)
    child.write_text("#!/bin/sh\nexec sleep 1000\n")
    before = children()
    start = time.monotonic()
    with pytest.raises(ImagingFailed):
        render.render_photo(photo)
    assert time.monotonic() - start < 60
    assert children() == before


@pytest.mark.parametrize("end", ["exit 1", "exit 127", "kill -KILL $$", "kill -TERM $$"])
def test_what_is_not_the_photos_fault_may_be_tried_again(child: Path, photo: bytes, end: str) -> None:
    child.write_text(f"#!/bin/sh\n{end}\n")
    with pytest.raises(ImagingFailed):
        render.render_photo(photo)


@pytest.mark.parametrize("end", ["kill -SEGV $$", "kill -ABRT $$", "kill -XCPU $$", "kill -BUS $$"])
def test_a_photo_that_crashes_the_decoder_is_refused(child: Path, photo: bytes, end: str) -> None:
    child.write_text(f"#!/bin/sh\nulimit -c 0\n{end}\n")
    with pytest.raises(PhotoRefused) as refused:
        render.render_photo(photo)
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
def test_an_unsound_answer_refuses_the_photo(child: Path, photo: bytes, answer: str) -> None:
    child.write_text(f"#!/bin/sh\n{answer}\n")
    with pytest.raises(PhotoRefused) as refused:
        render.render_photo(photo)
    assert refused.value.code == "damaged"


def test_the_child_gets_none_of_the_parents_environment(
    child: Path, photo: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINTYPE_SECRET_KEY", "not for the child")
    seen = tmp_path / "seen"
    child.write_text(f"#!/bin/sh\nenv > {seen}; pwd >> {seen}; ls /proc/self/fd >> {seen}\n")
    with pytest.raises(PhotoRefused):
        render.render_photo(photo)
    text = seen.read_text()
    assert "SECRET" not in text
    assert "\n/\n" in text
    # Its three streams, and the one `ls` reads the folder through.
    assert text.split("\n/\n")[1].split() == ["0", "1", "2", "3"]


def open_files() -> list[str]:
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())


def test_nothing_stays_open(photo: bytes) -> None:
    render.render_avatar(photo)
    before = open_files()
    for _ in range(3):
        render.render_avatar(photo)
    assert open_files() == before
