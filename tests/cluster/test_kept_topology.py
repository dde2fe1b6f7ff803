"""Every command means the topology that the data directory was last started with, unless another one is named."""

from pathlib import Path

import pytest

from tintype.config.env import Env


def topology(monkeypatch: pytest.MonkeyPatch, home: Path, named: str = "") -> str:
    monkeypatch.setenv("TINTYPE_HOME", str(home))
    monkeypatch.setenv("TINTYPE_TOPOLOGY", named)
    return Env().topology


def test_a_new_directory_has_the_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert topology(monkeypatch, tmp_path) == "embedded"


def test_the_last_one_is_kept_and_another_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "topology").write_text("sharded\n")
    assert topology(monkeypatch, tmp_path) == "sharded"
    assert topology(monkeypatch, tmp_path, "embedded") == "embedded"


def test_a_file_is_found_from_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert topology(monkeypatch, tmp_path, "mine.toml") == str(tmp_path / "mine.toml")
