"""The hosts are hosts: reached by ssh, strangers to each other and to the machine, and gone when they are killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.hosts.rig import PREFIX, Rig


def said(rig: Rig, name: str, command: str) -> str:
    answer = rig.ssh(name, command)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_each_host_has_a_name_an_address_and_the_key_that_is_known_of_it(three: Rig) -> None:
    assert [said(three, name, "hostname") for name in three.hosts] == list(three.hosts)
    assert three.hosts["bert"].address in said(three, "bert", "ip -brief address show eth0")


def test_hosts_reach_each_other_by_name_and_no_one_else(three: Rig) -> None:
    assert "SSH-2.0" in said(three, "anna", "exec 3<>/dev/tcp/carl/22 && head -1 <&3")
    assert said(three, "anna", "ip route show default") == ""


def test_what_a_host_writes_is_its_own(three: Rig) -> None:
    places = "/etc/mark /usr/bin/mark /var/lib/mark /opt/mark /root/mark /tmp/mark /run/mark /dev/shm/mark"
    said(three, "anna", f"touch {places}")
    assert three.ssh("bert", f"ls {places}").stdout == ""
    assert [place for place in places.split() if Path(place).exists()] == []


def test_a_host_has_nothing_of_the_checkout_nor_of_its_python(three: Rig) -> None:
    for path in (Path(__file__), Path(sys.prefix), Path(sys.executable).resolve()):
        assert three.ssh("anna", f"test -e {path}").returncode == 1


def test_a_host_sees_its_own_processes_only(three: Rig) -> None:
    said(three, "anna", "sleep 1234 </dev/null >/dev/null 2>&1 & echo begun")
    assert "sleep 1234" in said(three, "anna", "ps ax")
    assert "sleep 1234" not in said(three, "bert", "ps ax")


def test_a_host_that_is_unplugged_answers_nobody_until_it_is_plugged_in(three: Rig) -> None:
    three.hosts["carl"].unplug()
    refused = three.ssh("anna", "timeout 2 bash -c 'exec 3<>/dev/tcp/carl/22'")
    three.hosts["carl"].plug_in()
    assert refused.returncode != 0
    assert said(three, "carl", "hostname") == "carl"


def test_a_host_that_is_killed_comes_back_with_its_disk_and_without_its_processes(three: Rig) -> None:
    said(three, "bert", "touch /var/lib/kept /run/lost; sleep 4321 </dev/null >/dev/null 2>&1 & echo begun")
    three.hosts["bert"].kill()
    assert "sleep 4321" not in subprocess.run(["ps", "ax"], capture_output=True, text=True, check=True).stdout
    three.start("bert")
    assert said(three, "bert", "ls /var/lib/kept /run/lost || true") == "/var/lib/kept"
    assert "sleep 4321" not in said(three, "bert", "ps ax")


def test_nothing_of_it_runs_once_the_test_was_killed() -> None:
    script = "import time; from tests.hosts.rig import rig\nwith rig('dora'): print('up', flush=True); time.sleep(600)"
    test = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert test.stdout is not None
    assert test.stdout.readline() == "up\n"
    mark = f"{PREFIX}{test.pid}-"
    assert running(mark)
    os.kill(test.pid, signal.SIGKILL)
    test.wait(10)
    end = time.monotonic() + 10
    while running(mark):
        assert time.monotonic() < end
        time.sleep(0.05)


def running(mark: str) -> list[str]:
    """Processes whose command line or root names it."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and mark in f"{(entry / 'root').readlink()}{(entry / 'cmdline').read_text()}":
                found.append(entry.name)
        except OSError:
            continue
    return found
