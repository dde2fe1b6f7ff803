"""What a topology needs of the distribution is installed before it starts; nobody who cannot answer is asked."""

import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tintype.cluster import packages
from tintype.cluster.errors import ClusterError
from tintype.cluster.packages import ensure_packages, missing
from tintype.cluster.show import Show
from tintype.config.topology import Topology, load_topology

EVERYTHING = {
    *("postgresql", "pgbouncer", "redis-server", "memcached", "gearman-job-server", "radosgw", "ceph-mon", "ceph-osd"),
    *("nginx", "libnginx-mod-http-cache-purge", "haproxy"),
}
APT = """#!/bin/sh
echo "$@" >>"${{0%/*}}/asked"
test -e {policy} && echo refusing >>"${{0%/*}}/asked"
exit {code}
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has nothing but an apt-get that notes what it is asked."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(packages, "PLACES", str(programs))
    monkeypatch.setattr(packages, "SYSTEM", tmp_path / "none")
    monkeypatch.setattr(packages, "MODULES", ())
    monkeypatch.setattr(packages, "ASKED", tmp_path / "policy-rc.d")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return programs


def apt(bare: Path, code: int = 0) -> None:
    path = bare / "apt-get"
    path.write_text(APT.format(policy=bare.parent / "policy-rc.d", code=code))
    path.chmod(0o755)


def park(home: Path, machine: str = "") -> Topology:
    return load_topology("cluster", home, 8000, machine)


def test_each_machine_needs_what_its_own_parts_are_made_of(bare: Path, tmp_path: Path) -> None:
    assert bare.exists()
    assert set(missing(park(tmp_path))) == EVERYTHING
    assert missing(park(tmp_path, "front")) == ["haproxy"]
    assert missing(park(tmp_path, "db1")) == ["postgresql", "pgbouncer"]
    assert missing(load_topology("embedded", tmp_path, 8000)) == []


def test_they_are_installed_and_none_of_their_services_starts(bare: Path, tmp_path: Path) -> None:
    apt(bare)
    ensure_packages(park(tmp_path, "db1"), Show(), yes=True)
    update, refusing, install, refusing_too = (bare / "asked").read_text().splitlines()
    assert update.endswith(" update")
    assert install.endswith(" install --no-install-recommends postgresql pgbouncer")
    assert refusing == refusing_too == "refusing"
    assert not packages.ASKED.exists()


@pytest.mark.parametrize("brings", [apt, lambda _: None], ids=["Debian", "another"])
def test_without_a_yes_nothing_is_installed(
    bare: Path, tmp_path: Path, brings: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    brings(bare)
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(ClusterError, match="apt-get install postgresql pgbouncer"):
        ensure_packages(park(tmp_path, "db1"), Show(), yes=False)
    assert not (bare / "asked").exists()


def test_what_apt_says_when_it_fails_is_shown(bare: Path, tmp_path: Path) -> None:
    apt(bare, code=100)
    with pytest.raises(ClusterError, match="install --no-install-recommends haproxy` failed"):
        ensure_packages(park(tmp_path, "front"), Show(), yes=True)
    assert not packages.ASKED.exists()
