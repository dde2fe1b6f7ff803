"""`tintype up --demo`: when it loads the demo, and when it does not."""

from pathlib import Path

import pytest

from tintype.cluster import demo
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.show import Show
from tintype.config.topology import load_topology


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was loaded: the demo itself has its own tests."""
    loaded: list[str] = []
    monkeypatch.setattr(demo, "run_shown", lambda _show, name, _module, _environment: loaded.append(name))
    return loaded


def load(home: Path, *, accounts: int, yes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "_count_accounts", lambda _topology: accounts)
    demo.load_demo(Home(home), load_topology("embedded", home, 8000), {}, Show(), yes=yes)


def test_empty_site_is_filled_once(home: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load(home, accounts=0, yes=False, monkeypatch=monkeypatch)
    load(home, accounts=12, yes=False, monkeypatch=monkeypatch)
    assert loads == ["Loading the demo"]


def test_site_with_people_is_left_alone_unless_told(
    home: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    load(home, accounts=12, yes=False, monkeypatch=monkeypatch)
    assert loads == []
    assert "12 accounts here already" in capsys.readouterr().out
    load(home, accounts=12, yes=True, monkeypatch=monkeypatch)
    assert loads == ["Loading the demo"]


def test_failed_demo_is_shown_and_tried_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_arguments: object) -> None:
        raise ClusterError("Loading the demo failed (code 1)")

    monkeypatch.setattr(demo, "run_shown", fails)
    load(home, accounts=0, yes=False, monkeypatch=monkeypatch)
    assert "Tintype runs all the same" in capsys.readouterr().out
    assert not (home / demo.LOADED).exists()
