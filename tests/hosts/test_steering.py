"""Commands on hosts over SSH: who is believed to be a host, what they answer, and who does not answer."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hosts.rig import Rig

TOPOLOGY = """
name = "three"
like = "small"

[machines]
anna = "{anna}"
bert = "{bert}"
carl = "{carl}"

[front]
host = "{{anna}}"
servers = ["{{anna}}:8180"]

[web]
servers = ["{{bert}}:8182", "{{carl}}:8182"]
"""


def line(rig: Rig, *words: str, known_hosts: Path | None = None) -> list[str | Path]:
    topology = rig.directory / "three.toml"
    topology.write_text(TOPOLOGY.format(**{host.name: host.address for host in rig.hosts.values()}))
    options: list[str | Path] = [
        "--topology",
        topology,
        "--known-hosts",
        known_hosts or rig.known_hosts,
        "--identity",
        rig.key,
    ]
    return [sys.executable, "-m", "tintype.cli", "deploy", *options, *words]


def steer(rig: Rig, *words: str, known_hosts: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return rig.run(*line(rig, *words, known_hosts=known_hosts), seconds=120)


def lines(said: "subprocess.CompletedProcess[str]") -> list[str]:
    return sorted(said.stdout.splitlines())


def test_a_command_is_run_on_each_machine_of_a_role(three: Rig) -> None:
    said = steer(three, "run", "app", "hostname; pwd")
    assert (said.returncode, lines(said)) == (0, ["bert  /root", "bert  bert", "carl  /root", "carl  carl"])


def test_where_it_fails_that_is_said_and_the_others_answer(three: Rig) -> None:
    said = steer(three, "run", "all", "test $(hostname) != bert && echo well")
    assert (said.returncode, lines(said)) == (1, ["anna  well", "bert  exit code 1", "bert  failed", "carl  well"])


def test_a_host_with_another_key_than_is_known_is_refused(three: Rig, tmp_path: Path) -> None:
    others = tmp_path / "known_hosts"
    keys = [line for line in three.known_hosts.read_text().splitlines() if three.hosts["bert"].address not in line]
    others.write_text("\n".join(keys) + "\n")
    said = steer(three, "run", "app", "hostname", known_hosts=others)
    assert said.returncode == 1
    assert "bert  LEFT OUT: Server '" in said.stdout
    assert "carl  carl" in said.stdout
    others.write_text(f"{keys[0]}\n{three.hosts['bert'].address} {keys[0].split(' ', 1)[1]}\n")
    assert "bert  LEFT OUT: Host key for server" in steer(three, "run", "bert", "hostname", known_hosts=others).stdout


@pytest.mark.slow
def test_a_host_that_falls_silent_in_the_middle_is_left_out(three: Rig) -> None:
    """Not before its connection is silent for 15 seconds."""
    started = three.directory / "bert" / "disk" / "root" / "started"
    command = three.inside(*line(three, "run", "app", "touch started; sleep 3; hostname"))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        while not started.exists():
            assert running.poll() is None
            time.sleep(0.1)
        three.hosts["bert"].unplug()
        try:
            said, _ = running.communicate(timeout=90)
        finally:
            three.hosts["bert"].plug_in()
    assert running.returncode == 1
    assert "carl  carl" in said
    assert "bert  LEFT OUT" in said
