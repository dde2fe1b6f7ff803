"""How gunicorn ends, with our hooks in it: by a signal at once and in good order, and by trouble as it always did."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.real import free_port

GOOD = "def app(environ, start):\n    start('200 OK', [])\n    return [b'there']\n"
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
        while "Booting" not in process.stderr.readline():
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
        assert "Shutting down: Master" in process.stderr.read()


@pytest.mark.timeout(60)
def test_what_cannot_begin_is_not_tried_for_ever(tmp_path: Path) -> None:
    with served(tmp_path, BAD) as process:
        assert process.wait() != 0
