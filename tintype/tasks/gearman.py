"""Handing rows over to Gearman: the client of the `gear` library, connected to every server."""

import json
import socket
import time
from hashlib import blake2b
from typing import Any

import gear
from django.conf import settings

# gear has exceptions of its own without a common base; its TimeoutError is not Python's.
AWAY = (gear.GearmanError, gear.TimeoutError, gear.NoConnectedServersError)

# A server that is frozen, or whose machine is gone, costs one job this long; then it is out until it answers again.
ANSWER_SECONDS = 2
# Ids of rows by the name of their database.
Rows = dict[str, list[int]]
# Rows that go as one job: under load a job costs Gearman and its library more than a short task costs itself. In `now`
# somebody waits, and a photo takes long: there each row is a job, so that every worker has one.
ROWS_A_JOB = {"now": 1, "soon": 20, "whenever": 20}


class _Connection(gear.Connection):  # type: ignore[misc]
    """gear's own would take a frozen server for a good one, since its kernel goes on accepting connections."""

    def connect(self) -> None:
        """Raises gear.ConnectionError, after which gear tries again every two seconds."""
        # What a connection that broke has left.
        self.input_buffer, self.need_bytes = b"", False
        try:
            self.conn = socket.create_connection((self.host, self.port), ANSWER_SECONDS)
            # gear opens its sockets without TCP_NODELAY: 81 jobs/s end to end with one worker, with it 2,151/s
            # (measured against gearmand 1.1.20).
            self.conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sendEchoReq(b"there?")
            is_there = self.readPacket()
        except OSError as error:
            raise gear.ConnectionError(str(error)) from error
        if not is_there:
            raise gear.ConnectionError("the server closed the connection")
        self.connected, self.connect_time = True, time.time()

    def sendRaw(self, data: bytes) -> None:  # noqa: N802 - gear's name
        """On a socket with a time limit gear would send a part of it twice."""
        with self.send_lock:
            self.conn.sendall(data)


class Client(gear.Client):  # type: ignore[misc]
    def add(self, host: str, port: int) -> None:
        """As gear's addServer."""
        with self.connections_condition:
            self.inactive_connections.append(_Connection(host, port, client_id=self.client_id))
            self.connections_condition.notify_all()

    def handleJobCreated(self, packet: Any) -> Any:  # noqa: N802 - gear's name
        """Nobody waits for these jobs, so none is kept: gear would keep each for the life of the connection."""
        job = super().handleJobCreated(packet)
        packet.connection.related_jobs.pop(job.handle, None)
        return job


def connected_client(name: str) -> Client:
    """It keeps trying to reach each server in the background; wait for the first with `waitForServer`."""
    client = Client(name)
    for host, port in settings.GEARMAN:
        client.add(host, port)
    return client


def submit(client: Client, function: str, rows: Rows, attempts: int = 0) -> None:
    """Hand over rows of the outbox as one job. Raises one of AWAY when no server takes it."""
    payload = json.dumps(rows).encode()
    # What makes two jobs one: the same rows, handed over again while they wait. Not when they were tried meanwhile:
    # gearmand joins a job also to one that is under way, be it at a worker that is frozen. It takes 64 bytes here.
    unique = blake2b(payload, digest_size=16, salt=str(attempts).encode()).hexdigest().encode()
    job = gear.Job(function.encode(), payload, unique)
    client.submitJob(job, background=True, timeout=ANSWER_SECONDS)
