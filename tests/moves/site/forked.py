"""Commands `tintype`, each in a process of its own, forked from one that has loaded Tintype.

Loading it and letting go of it took 13 of the 24 seconds of a mover on a busy machine, and thirty are started. As a
program: a line of JSON for each command (the file for what it says, where it dies, its words), answered with its exit
code.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from tests.moves.site.dying import die_at
from tintype.cli import main
from tintype.cli.environment import django_loaded

ROOT = Path(__file__).resolve().parents[3]
END_SECONDS = 10


class Forked:
    """The one that has loaded Tintype, as its parent sees it."""

    def __init__(self, said: Path, environment: Mapping[str, str]) -> None:
        self._said = said
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.moves.site.forked"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, seconds: float, dying: tuple[str, str] | None = None) -> tuple[int, str]:
        """The exit code, negative where a signal ended it, and what it said."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([str(self._said), dying, words]), file=self._process.stdin, flush=True)
        answered, _, _ = select.select([self._process.stdout], [], [], seconds)
        assert answered, (words, dying, self._said.read_text())
        return int(self._process.stdout.readline()), self._said.read_text()

    def end(self) -> None:
        """With a command that still runs."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(END_SECONDS)


def serve() -> None:
    with django_loaded():
        for module in ("tintype.cli.moving", "tintype.sharding.moves.run"):
            import_module(module)
    for line in sys.stdin:
        if not (pid := os.fork()):
            become(*json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201  the parent reads it


def become(said: str, dying: tuple[str, str] | None, words: list[str]) -> None:
    with Path(said).open("w") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    if dying:
        die_at(*dying)
    sys.argv[1:] = words
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
