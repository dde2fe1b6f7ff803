"""Hosts of a park on one machine: each with a network, processes, a disk and an sshd of its own, on one switch.

The switch is a network namespace, too, in which whoever steers the park works. Nothing of it is seen on the machine
itself, and the kernel clears all of it away with the process that made it, however that one ends.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hosts.host import END_SECONDS, Host

NETWORK = "10.77.0"
OPERATOR = f"{NETWORK}.1"
PREFIX = "tintype-hosts-"
NEEDED = ("unshare", "nsenter", "ip", "ssh", "/usr/sbin/sshd")


def why_not() -> str:
    """What this machine lacks for hosts of one's own, or nothing."""
    if os.geteuid() != 0:
        return "only root makes namespaces"
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        return f"{', '.join(missing)} not installed (openssh-server, iproute2)"
    script = (
        "mkdir -p u w r && mount -t overlay o -o lowerdir=/etc,upperdir=u,workdir=w r && ip link add name b type bridge"
    )
    with tempfile.TemporaryDirectory(prefix=PREFIX) as directory:
        tried = subprocess.run(
            ["unshare", "--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "sh", "-c", script],
            cwd=directory,
            capture_output=True,
            text=True,
            check=False,
        )
    return tried.stderr.strip()


@dataclass
class Rig:
    directory: Path
    switch: "subprocess.Popen[bytes]"
    hosts: dict[str, Host]

    @property
    def key(self) -> Path:
        return self.directory / "key"

    @property
    def known_hosts(self) -> Path:
        return self.directory / "known_hosts"

    def inside(self, *command: str | Path) -> list[str | Path]:
        """The command line of something that runs at the switch, where all hosts can be reached."""
        return ["nsenter", f"--net=/proc/{self.switch.pid}/ns/net", "--", *command]

    def run(self, *command: str | Path, seconds: float = 60, **options: Any) -> "subprocess.CompletedProcess[str]":
        line = self.inside(*command)
        return subprocess.run(line, capture_output=True, text=True, timeout=seconds, check=False, **options)

    def ssh(self, name: str, command: str, seconds: float = 60) -> "subprocess.CompletedProcess[str]":
        options = [f"-oUserKnownHostsFile={self.known_hosts}", f"-oIdentityFile={self.key}", "-oConnectTimeout=2"]
        options += [
            "-oIdentitiesOnly=yes",
            "-oStrictHostKeyChecking=yes",
            "-oConnectionAttempts=10",
            "-oLogLevel=ERROR",
        ]
        return self.run("ssh", "-F", "none", *options, f"root@{self.hosts[name].address}", command, seconds=seconds)

    def add(self, *names: str) -> None:
        """More hosts, with what each knows of the others."""
        for name in names:
            address = f"{NETWORK}.{len(self.hosts) + 11}"
            self.hosts[name] = Host(name, address, self.directory / name, self.switch.pid)
            self.hosts[name].make(self.key.with_suffix(".pub"))
        everybody = "".join(f"{host.address} {host.name}\n" for host in self.hosts.values())
        for host in self.hosts.values():
            (host.etc / "hosts").write_text(f"127.0.0.1 localhost\n{everybody}")
        self.known_hosts.write_text("".join(host.known() for host in self.hosts.values()))

    def start(self, *names: str) -> None:
        """Again, too: a host that was killed comes back with its disk."""
        for name in names:
            self.hosts[name].start()
        for name in names:
            answer = self.ssh(name, "true")
            assert answer.returncode == 0, f"{name} does not answer: {answer.stderr}"

    def stop(self) -> None:
        with ExitStack() as ending:
            ending.callback(self.switch.wait, END_SECONDS)
            ending.callback(self.switch.kill)
            for host in self.hosts.values():
                ending.callback(host.kill)


@contextmanager
def rig(*names: str) -> Iterator[Rig]:
    """Hosts of these names, up."""
    _sweep()
    directory = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    directory.chmod(0o711)
    made = Rig(directory, _switch(), {})
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", made.key], check=True)
        made.add(*names)
        made.start(*names)
        yield made
    finally:
        try:
            made.stop()
        finally:
            _remove(directory)


def _switch() -> "subprocess.Popen[bytes]":
    """A process that holds the network to which all hosts are plugged."""
    script = f"""
        ip link set lo up && ip link add name switch type bridge && ip link set switch up &&
        ip address add {OPERATOR}/24 dev switch && echo made && exec sleep infinity
    """
    command = ["setpriv", "--pdeathsig", "KILL", "--", "unshare", "--net", "sh", "-c", script]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"made\n"
    return process


def _sweep() -> None:
    """What is left on the disk by one that was killed: its processes and networks went with it."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = path.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdecimal() and not Path("/proc", owner).exists():
            _remove(path)


def _remove(path: Path) -> None:
    """Seven hosts with all packages have 170,000 files; Python alone took most of a minute to remove them."""
    subprocess.run(["rm", "-rf", path], check=False)
