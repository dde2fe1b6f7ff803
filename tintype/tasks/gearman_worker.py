"""A worker's way to the Gearman servers: one after the other is asked for a job, and none that is silent is waited for.

gear's own worker asks all servers at once, and may so get a second job which waits behind its first while other workers
have none; and it does not notice a frozen server.
"""

import json
import logging
import select
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from gear import constants

from tintype.tasks.gearman import ANSWER_SECONDS, Rows

# Between two attempts to reach a server that is away.
PAUSE_SECONDS = 2
HEADER = struct.Struct("!4sii")
# A machine that is gone says nothing: after 10 s of silence its kernel is asked, three times in 15 s.
KEEPALIVE = ((socket.TCP_KEEPIDLE, 10), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 3))

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    server: "_Server"
    handle: bytes
    rows: Rows

    def complete(self) -> None:
        """If the server has gone meanwhile, nothing is owed: the outbox keeps the books."""
        try:
            self.server.send(constants.WORK_COMPLETE, self.handle + b"\0")
        except OSError as error:
            self.server.leave(error)


class Worker:
    def __init__(self, name: str, queues: Iterable[str]) -> None:
        abilities = [_packet(constants.CAN_DO, queue.encode()) for queue in queues]
        # Asleep from the beginning: a server wakes whoever sleeps when it has a job.
        hello = (_packet(constants.SET_CLIENT_ID, name.encode()), *abilities, _packet(constants.PRE_SLEEP))
        self._servers = [_Server(host, port, b"".join(hello)) for host, port in settings.GEARMAN]

    def next(self) -> Job:
        """Waits for it."""
        while True:
            self._listen(wait=False)
            for server in sorted(self._servers, key=lambda server: server.asked_at):
                if server.has_called and (job := server.grab()):
                    return job
            if not any(server.has_called for server in self._servers):
                self._listen(wait=True)

    def _listen(self, *, wait: bool) -> None:
        now = time.monotonic()
        for server in self._servers:
            if not server.is_connected and now >= server.next_try:
                server.begin(now + PAUSE_SECONDS)
        tries = [server.next_try - now for server in self._servers if not server.is_connected]
        seconds = (max(min(tries), 0) if tries else None) if wait else 0
        open_ones = [server for server in self._servers if server.socket]
        beginning = [server for server in open_ones if not server.is_connected]
        readable, writable, _ = select.select(open_ones, beginning, [], seconds)
        for server in dict.fromkeys((*writable, *readable)):
            server.hear()


class _Server:
    def __init__(self, host: str, port: int, hello: bytes) -> None:
        self._address, self._hello = (host, port), hello
        self._received = b""
        self.socket: socket.socket | None = None
        self.is_connected = False
        # It may have a job: it woke this worker, or gave it its last one.
        self.has_called = False
        self.asked_at = self.next_try = 0.0

    def fileno(self) -> int:
        return self._open().fileno()

    def _open(self) -> socket.socket:
        if self.socket is None:
            raise ConnectionError("not connected")
        return self.socket

    def begin(self, next_try: float) -> None:
        """Connect, without waiting for it: the machine may be gone."""
        self.leave()
        self.next_try = next_try
        try:
            family, kind, _, _, address = socket.getaddrinfo(*self._address, type=socket.SOCK_STREAM)[0]
            self.socket = socket.socket(family, kind)
            self.socket.settimeout(0)
            self.socket.connect_ex(address)
        except OSError as error:
            self.leave(error)

    def leave(self, error: OSError | None = None) -> None:
        if error and self.is_connected:
            log.warning("Gearman at %s:%s is away: %r", *self._address, error)
        if self.socket:
            self.socket.close()
        self.socket, self._received = None, b""
        self.is_connected = self.has_called = False

    def hear(self) -> None:
        """The connection is made, or has failed; or the server says something to one who sleeps."""
        try:
            if not self.is_connected:
                self._greet()
                return
            self._read()
            while packet := self._heard():
                self.has_called = self.has_called or packet[0] == constants.NOOP
        except OSError as error:
            self.leave(error)

    def _greet(self) -> None:
        connection = self._open()
        if code := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, "no connection")
        connection.settimeout(ANSWER_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE:
            connection.setsockopt(socket.IPPROTO_TCP, option, value)
        connection.sendall(self._hello)
        self.is_connected = True

    def grab(self) -> Job | None:
        """None when it has no job, or does not answer."""
        self.asked_at = time.monotonic()
        try:
            self.send(constants.GRAB_JOB_UNIQ)
            return self._answer()
        except OSError as error:
            self.leave(error)
            return None

    def _answer(self) -> Job | None:
        while True:
            while not (packet := self._heard()):
                self._read()
            kind, content = packet
            if kind == constants.JOB_ASSIGN_UNIQ:
                handle, _, _, arguments = content.split(b"\0", 3)
                return Job(self, handle, _rows(arguments))
            if kind == constants.NO_JOB:
                self.has_called = False
                self.send(constants.PRE_SLEEP)
                return None

    def send(self, kind: int, content: bytes = b"") -> None:
        self._open().sendall(_packet(kind, content))

    def _read(self) -> None:
        received = self._open().recv(65536)
        if not received:
            raise ConnectionResetError("the server closed the connection")
        self._received += received

    def _heard(self) -> tuple[int, bytes] | None:
        """The next whole packet: its kind and what it says."""
        if len(self._received) < HEADER.size:
            return None
        _, kind, length = HEADER.unpack_from(self._received)
        end = HEADER.size + length
        if len(self._received) < end:
            return None
        content, self._received = self._received[HEADER.size : end], self._received[end:]
        return kind, content


def _packet(kind: int, content: bytes = b"") -> bytes:
    return HEADER.pack(constants.REQ, kind, len(content)) + content


def _rows(arguments: bytes) -> Rows:
    return {str(database): [int(row_id) for row_id in ids] for database, ids in json.loads(arguments).items()}
