"""One host: its disk, its processes, its plug in the switch."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Process 1 in it ends with `unshare`, and all others of the host with that one.
OWN = ("--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child")

# All its processes go with its first one, and the kernel takes its disks away with them.
END_SECONDS = 30


@dataclass
class Host:
    name: str
    address: str
    directory: Path
    switch: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def disk(self) -> Path:
        return self.directory / "disk"

    @property
    def etc(self) -> Path:
        return self.disk / "etc"

    @property
    def log(self) -> str:
        return (self.directory / "log").read_text()

    def make(self, public_key: Path) -> None:
        (self.etc / "ssh").mkdir(parents=True)
        (self.directory / "root").mkdir()
        shutil.copy(HERE / "host.conf", self.etc / "ssh" / "host.conf")
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.etc / "ssh" / "host_key")]
        subprocess.run(command, check=True)
        (self.etc / "hostname").write_text(f"{self.name}\n")
        keys = self.disk / "root" / ".ssh" / "authorized_keys"
        keys.parent.mkdir(parents=True, mode=0o700)
        shutil.copy(public_key, keys)

    def known(self) -> str:
        return f"{self.address} {(self.etc / 'ssh' / 'host_key.pub').read_text()}"

    def start(self) -> None:
        script = 'hostname "$2"; echo made; read -r; exec bash "$0" "$1" >>"$1/log" 2>&1'
        command = ["setpriv", "--pdeathsig", "KILL", "--", "unshare", *OWN, "bash", "-c", script]
        self.process = subprocess.Popen(
            [*command, HERE / "host.sh", self.directory, self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        # Before that its process is still in the machine's own network.
        assert self.process.stdout.readline() == b"made\n"
        self._plug()
        self.process.stdin.write(b"\n")
        self.process.stdin.close()

    def _plug(self) -> None:
        assert self.process is not None
        end, last = self._end, int(self.address.rsplit(".", 1)[1])
        # It keeps its hardware address, as hosts do: the others remember it for a minute.
        peer = f"name eth0 address 02:00:00:00:00:{last:02x} netns {self.process.pid}"
        _in(self.switch, f"ip link add {end} type veth peer {peer}")
        _in(self.switch, f"ip link set {end} master switch up")
        _in(self.process.pid, f"ip address add {self.address}/24 dev eth0")
        _in(self.process.pid, "ip link set lo up")
        _in(self.process.pid, "ip link set eth0 up")

    @property
    def _end(self) -> str:
        """Of the cable, at the switch."""
        return f"port{self.address.rsplit('.', 1)[1]}"

    def unplug(self) -> None:
        """It runs on, and nobody hears of it any more."""
        _in(self.switch, f"ip link set {self._end} down")

    def plug_in(self) -> None:
        _in(self.switch, f"ip link set {self._end} up")

    def kill(self) -> None:
        """As a power cut does it: every process at once, and no packet says goodbye."""
        if self.process:
            try:
                _in(self.switch, f"ip link delete {self._end}")
            finally:
                self.process.kill()
                self.process.wait(END_SECONDS)
                self.process = None


def _in(pid: int, command: str) -> None:
    subprocess.run(["nsenter", f"--net=/proc/{pid}/ns/net", "--", *command.split()], check=True, timeout=END_SECONDS)
