"""How gunicorn ends, with our hooks in it: by a signal at once and in good order, and by trouble as it always did."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.real import free_port

GOOD = """
import atexit, sys
def app(environ, start):
    start("200 OK", [])
    return [b"there"]
atexit.register(print, "farewell", file=sys.stderr)
print("loaded", file=sys.stderr)
"""
BAD = "raise RuntimeError('it cannot begin')\n"


@contextmanager
def served(directory: Path, code: str) -> Iterator["subprocess.Popen[str]"]:
    (directory / "served.py").write_text(code)
    command = (
        sys.executable,
        "-m",
        "gunicorn",
        f"--bind=127.0.0.1:{free_port()}",
        "--workers=2",
        "--no-control-socket",
    )
    hooks = ("--config=python:tintype.config.gunicorn", "served:app")
    with subprocess.Popen([*command, *hooks], cwd=directory, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_told_to_end(tmp_path: Path) -> None:
    with served(tmp_path, GOOD) as process:
        assert process.stderr is not None
        while "loaded" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        said = process.stderr.read()
        assert "Shutting down: Master" in said
        assert "farewell" not in said


@pytest.mark.timeout(60)
def test_what_cannot_begin_is_not_tried_for_ever(tmp_path: Path) -> None:
    with served(tmp_path, BAD) as process:
        assert process.wait(60) != 0
