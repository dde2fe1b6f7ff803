"""The supervisor: its configuration, its process, and talking to it."""

import os
import pwd
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from string import Template
from typing import Any, cast
from xmlrpc.client import Fault, ServerProxy

from tintype.cluster.home import Home
from tintype.cluster.program import Program

# Groups stop in the reverse of this order, so that a server outlives those who use it.
GROUPS = ("engines", "site")
HERE = Path(__file__).resolve().parent
# What a call on the socket raises while nobody answers there.
UNREACHABLE = (OSError, HTTPException)


def write_config(home: Home, programs: Sequence[Program]) -> None:
    values = {"home": home.path, "run": home.run, "log": home.log, "user": pwd.getpwuid(os.geteuid()).pw_name}
    parts = [_filled("supervisord.conf", values)]
    for group in sorted({program.group for program in programs}):
        members = [program for program in programs if program.group == group]
        parts.append(_group(group, GROUPS.index("site" if group == "site" else "engines"), members, values))
    unfinished = home.supervisor_config.with_suffix(".new")
    unfinished.write_text("".join(parts))
    unfinished.replace(home.supervisor_config)


def add_group(home: Home, group: str, programs: Sequence[Program]) -> None:
    """To the configuration of a running supervisor, which reads it when it is told to (Supervisor.take_in)."""
    text = _group(group, GROUPS.index("engines"), programs, {"log": home.log})
    with home.supervisor_config.open("a") as config:
        config.write(text)


def _group(group: str, priority: int, programs: Sequence[Program], values: Mapping[str, object]) -> str:
    members = ",".join(program.name for program in programs)
    parts = [f"\n[group:{group}]\nprograms = {members}\npriority = {priority}\n"]
    for program in programs:
        described = {
            "name": program.name,
            "command": shlex.join(program.tethered()),
            "start_seconds": program.start_seconds,
            "stop_signal": program.stop_signal,
            "stop_seconds": program.stop_seconds,
        }
        parts.append(_filled("supervisord-program.conf", {**values, **described}))
    return "".join(parts)


def _filled(name: str, values: Mapping[str, object]) -> str:
    """In supervisor's own syntax a per cent sign starts a substitution."""
    escaped = {key: str(value).replace("%", "%%") for key, value in values.items()}
    return Template((HERE / name).read_text()).substitute(escaped)


def start(home: Home, environment: Mapping[str, str], lock: int, *, detach: bool) -> subprocess.Popen[bytes]:
    """Its own session keeps the terminal's Ctrl-C away from it; unless detached it ends with this process."""
    command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(home.supervisor_config)]
    if not detach:
        command = ["setpriv", "--pdeathsig", "TERM", "--", *command]
    home.supervisor_socket.unlink(missing_ok=True)
    with home.log_of("supervisord-start").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home.path,
            env=environment,
            pass_fds=[lock],
            start_new_session=True,
        )


class Supervisor:
    """Its XML-RPC calls, over the unix socket. Each raises one of UNREACHABLE when it is not there."""

    def __init__(self, home: Home) -> None:
        self._socket = home.supervisor_socket

    def answers(self) -> str:
        try:
            self._calls().getState()
        except UNREACHABLE as error:
            return str(error) or type(error).__name__
        return ""

    def take_in(self, group: str) -> None:
        """A group that was added to the configuration; the others run on as they are."""
        self._calls().reloadConfig()
        self._calls().addProcessGroup(group)

    def take_in_changes(self) -> None:
        """What was written by write_config: programs that are new can be started, those that are gone were stopped."""
        self._calls().reloadConfig()
        self._all_calls().tintype.takeIn()

    def start(self, spec: str) -> None:
        self._calls().startProcess(spec, False)  # noqa: FBT003  XML-RPC knows no keywords

    def start_unless_running(self, spec: str) -> None:
        with suppress(Fault):
            self.start(spec)

    def stop(self, spec: str) -> None:
        """Returns when it has ended; it is not started again by itself."""
        with suppress(Fault):  # it does not run
            self._calls().stopProcess(spec)

    def signal(self, spec: str, name: str) -> None:
        self._calls().signalProcess(spec, name)

    def info(self, spec: str) -> dict[str, Any]:
        return cast("dict[str, Any]", self._calls().getProcessInfo(spec))

    def everything(self) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", self._calls().getAllProcessInfo())

    def spec_of(self, name: str) -> str:
        """A server that was added to a running Tintype is in a group of its own until the next start."""
        groups = {info["name"]: info["group"] for info in self.everything()}
        return f"{groups.get(name, 'engines')}:{name}"

    def shut_down(self) -> None:
        with suppress(Fault):  # it is shutting down already
            self._calls().shutdown()

    def _calls(self) -> Any:
        return self._all_calls().supervisor

    def _all_calls(self) -> Any:
        """A new connection each time: supervisor's transport does not recover from a call that failed."""
        from supervisor.xmlrpc import SupervisorTransport  # noqa: PLC0415  slow import

        transport = SupervisorTransport(None, None, serverurl=f"unix://{self._socket}")
        # The address is never used: the transport goes to the socket.
        return ServerProxy("http://127.0.0.1", transport=transport)
