"""One machine over SSH. A host that does not answer is Lost; one that answers that something is wrong has Failed."""

import socket
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from fabric import Connection
from invoke.exceptions import CommandTimedOut, ThreadException
from paramiko import RejectPolicy
from paramiko.ssh_exception import SSHException

from tintype.config.deploy import Deploy

KNOWN_HOSTS = "~/.ssh/known_hosts"
CONNECT_SECONDS = 10
# What the host does not acknowledge within these ends the connection: it was switched off, or nothing leads there.
# Without it the kernel goes on trying for a quarter of an hour.
SILENCE_SECONDS = 15
ASK_SECONDS = 30
TAIL_LINES = 15


class Lost(Exception):
    """The host cannot be reached (any more)."""


class Failed(Exception):
    """A command failed on it; the text is the end of what it said."""


@dataclass(frozen=True)
class Access:
    """How to be let in, and how to know that it is the right host: an unknown one is refused."""

    known_hosts: Path
    identity: Path | None = None


class Host:
    def __init__(self, name: str, address: str, deploy: Deploy, access: Access) -> None:
        self.name = name
        limits = ("banner_timeout", "auth_timeout", "channel_timeout")
        keys: dict[str, Any] = dict.fromkeys(limits, CONNECT_SECONDS)
        if access.identity:
            keys |= {"key_filename": str(access.identity), "look_for_keys": False, "allow_agent": False}
        self._connection = Connection(
            address, user=deploy.user, port=deploy.ssh_port, connect_timeout=CONNECT_SECONDS, connect_kwargs=keys
        )
        # Fabric would take whatever key a host shows that it has not met.
        self._connection.client.set_missing_host_key_policy(RejectPolicy())
        if access.known_hosts.exists():
            self._connection.client.load_host_keys(str(access.known_hosts))

    def connect(self) -> None:
        try:
            self._connection.open()
        except (SSHException, OSError, EOFError) as error:
            raise Lost(str(error) or type(error).__name__) from None
        wire = self._connection.transport.sock
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, SILENCE_SECONDS // 3)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, SILENCE_SECONDS // 3)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE_SECONDS * 1000)

    def run(self, script: str, *, seconds: float = ASK_SECONDS) -> str:
        """What a shell there said. Raises Lost, or Failed where it ended with another code than 0."""
        try:
            result = self._connection.run(script, hide=True, warn=True, in_stream=False, timeout=seconds)
        except CommandTimedOut:
            raise Lost(f"no answer within {seconds:.0f} seconds") from None
        except (SSHException, OSError, EOFError, ThreadException) as error:
            raise Lost(str(error) or type(error).__name__) from None
        if result.exited == -1:  # the connection ended before the command did
            raise Lost("the connection broke off")
        if result.failed:
            said = f"{result.stdout}{result.stderr}".strip().splitlines()
            raise Failed("\n".join(said[-TAIL_LINES:]) or f"exit code {result.exited}")
        return str(result.stdout)

    def put(self, content: Path, path: str) -> None:
        """Under another name until it is complete."""
        with content.open("rb") as file:
            self._send(file, path)

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Not as part of a command, which everybody on the host could read."""
        self._send(BytesIO(text.encode()), path, mode)

    def _send(self, content: IO[bytes], path: str, mode: int = 0o644) -> None:
        self.run(f"install -m 600 /dev/null {path}.part")
        try:
            self._files.putfo(content, f"{path}.part")
        except (SSHException, OSError, EOFError) as error:
            raise Lost(str(error) or type(error).__name__) from None
        self.run(f"chmod {mode:o} {path}.part && mv {path}.part {path}")

    @cached_property
    def _files(self) -> Any:
        files = self._connection.sftp()
        files.get_channel().settimeout(ASK_SECONDS)
        return files

    def close(self) -> None:
        self._connection.close()
