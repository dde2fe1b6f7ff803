"""The only file that knows the `gear` library: its client and its worker, connected to every Gearman server."""

import json
import logging
import socket
from typing import Any

import gear
from django.conf import settings

# gear has exceptions of its own without a common base; its TimeoutError is not Python's.
AWAY = (gear.GearmanError, gear.TimeoutError, gear.NoConnectedServersError)

SUBMIT_SECONDS = 2

log = logging.getLogger(__name__)


def _without_delay(connection: Any) -> None:
    # gear opens its sockets without TCP_NODELAY: 81 jobs/s end to end with one worker, with it 2,151/s
    # (measured against gearmand 1.1.20).
    connection.conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Client(gear.Client):  # type: ignore[misc]
    def _onConnect(self, conn: Any) -> None:  # noqa: N802 - gear's name
        _without_delay(conn)
        super()._onConnect(conn)


class Worker(gear.Worker):  # type: ignore[misc]
    def _onConnect(self, conn: Any) -> None:  # noqa: N802 - gear's name
        _without_delay(conn)
        super()._onConnect(conn)


def connected_client(name: str) -> Client:
    """It keeps trying to reach each server in the background; wait for the first with `waitForServer`."""
    client = Client(name)
    for host, port in settings.GEARMAN:
        client.addServer(host, port, keepalive=True)
    return client


def connected_worker(name: str, functions: list[str]) -> Worker:
    worker = Worker(name)
    for host, port in settings.GEARMAN:
        worker.addServer(host, port, keepalive=True)
    for function in functions:
        worker.registerFunction(function)
    return worker


def submit(client: Client, function: str, database: str, row_id: int) -> None:
    """Hand over one row of the outbox. Raises one of AWAY when no server takes it."""
    unique = f"{database}:{row_id}".encode()
    job = gear.Job(function.encode(), json.dumps([database, row_id]).encode(), unique)
    client.submitJob(job, background=True, timeout=SUBMIT_SECONDS)


def row_of(job: gear.WorkerJob) -> tuple[str, int]:
    database, row_id = json.loads(job.arguments)
    return str(database), int(row_id)


def complete(job: gear.WorkerJob) -> None:
    """Tell the server that gave the job. If it has gone meanwhile, nothing is owed: the outbox keeps the books."""
    try:
        job.sendWorkComplete()
    except Exception as error:  # noqa: BLE001 - gear lets through whatever its socket raised
        log.warning("Gearman went away during a task: %r", error)
