"""What the one sees who waits for a move, in a terminal or in a log."""

import os
import pty
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from click.testing import CliRunner

from tintype.cli import move_show, tintype
from tintype.cli.move_show import MoveShow
from tintype.sharding.moves.tables import Amount

TOTAL = Amount(2_000, 5_000_000)


def test_in_a_pipe_it_is_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move_show, "LINE_SECONDS", 0)
    with MoveShow().progress("copying", TOTAL) as advance:
        advance(Amount())
        advance(TOTAL.part(500))
    first, nothing, some, last = capsys.readouterr().out.splitlines()
    assert first == "copying: 2,000 rows, 5.0 MB"
    assert nothing == "copying: 0 of 2,000 rows, 0.0 of 5.0 MB"
    assert re.fullmatch(r"copying: 500 of 2,000 rows, 1.2 of 5.0 MB, \d+ s left", some)
    assert re.fullmatch(r"copying: done in \d+\.\d s", last)


def test_in_a_terminal_it_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr("sys.stdout", terminal)
        with MoveShow().progress("copying", TOTAL) as advance:
            advance(TOTAL.part(500))
            advance(TOTAL)
        monkeypatch.undo()
    shown = "".join(read_to_the_end(ours))
    assert "copying  [" in shown
    assert "25%" in shown
    assert "500 of 2,000 rows, 1.2 of 5.0 MB" in shown
    assert "100%" in shown


def read_to_the_end(terminal: int) -> Iterator[str]:
    """What the other side wrote comes in pieces; after the last there is an error."""
    with suppress(OSError):
        while piece := os.read(terminal, 10_000):
            yield piece.decode()
    os.close(terminal)


@pytest.mark.parametrize(
    "arguments", [[], ["17"], ["--to", "shard2"], ["--resume", "17"], ["--rollback", "17", "--to", "shard2"]]
)
def test_half_a_command_is_explained(arguments: list[str]) -> None:
    done = CliRunner().invoke(tintype, ["shards", "move", *arguments])
    assert done.exit_code == 2
    assert "Say which shards and --to where, or --resume, or --rollback." in done.output
