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
# Ids of rows by the name of their database.
Rows = dict[str, list[int]]
# Rows that go as one job: under load a job costs Gearman and its library more than a short task costs itself. In `now`
# somebody waits, and a photo takes long: there each row is a job, so that every worker has one.
ROWS_A_JOB = {"now": 1, "soon": 20, "whenever": 20}

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


def submit(client: Client, function: str, rows: Rows) -> None:
    """Hand over rows of the outbox as one job. Raises one of AWAY when no server takes it."""
    payload = json.dumps(rows).encode()
    # What stands here makes two jobs one: the same rows, handed over again while they wait.
    job = gear.Job(function.encode(), payload, payload)
    client.submitJob(job, background=True, timeout=SUBMIT_SECONDS)


def rows_of(job: gear.WorkerJob) -> Rows:
    return {str(database): [int(row_id) for row_id in ids] for database, ids in json.loads(job.arguments).items()}


def complete(job: gear.WorkerJob) -> None:
    """Tell the server that gave the job. If it has gone meanwhile, nothing is owed: the outbox keeps the books."""
    try:
        job.sendWorkComplete()
    except Exception as error:  # noqa: BLE001 - gear lets through whatever its socket raised
        log.warning("Gearman went away during a task: %r", error)
