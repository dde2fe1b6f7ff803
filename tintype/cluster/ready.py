"""Does a part answer? Each check returns "" when it does, else the reason in words."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any

from tintype.cluster.program import Check
from tintype.cluster.sql import connect
from tintype.config.redis import Node, Redis
from tintype.config.topology import App, Edge, ObjectStore, Postgres, Streaming, Web

PAUSE_SECONDS = 0.05


def postgres_answers(server: Postgres, dbname: str = "postgres") -> str:
    import psycopg  # noqa: PLC0415  slow import

    try:
        connect(server, dbname).close()
    except psycopg.OperationalError as error:
        return str(error).strip()
    return ""


def pool_answers(pooler: Postgres, dbname: str) -> str:
    """PgBouncer greets without asking PostgreSQL; only a statement goes through."""
    import psycopg  # noqa: PLC0415  slow import

    try:
        with connect(pooler, dbname) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError as error:
        return str(error).strip()
    return ""


def redis_answers(described: Redis) -> str:
    """Of the one server."""
    import redis  # noqa: PLC0415  slow import

    return _pong(lambda: redis.Redis.from_url(described.url, socket_timeout=5))


def node_answers(node: Node, password: str) -> str:
    """Of a Redis Cluster, whatever the others do."""
    import redis  # noqa: PLC0415  slow import

    return _pong(lambda: redis.Redis(*node.address, password=password, socket_timeout=5))


def whole_redis_answers(described: Redis, password: str) -> str:
    """The one server, or every node of the cluster."""
    if not described.nodes:
        return redis_answers(described)
    silent = [f"{node.host}:{node.port}" for node in described.nodes if node_answers(node, password)]
    return f"of the cluster's nodes {', '.join(silent)} does not answer" if silent else ""


def _pong(connect_to: Callable[[], Any]) -> str:
    from redis import RedisError  # noqa: PLC0415  slow import

    try:
        with connect_to() as client:
            client.ping()
    except RedisError as error:
        return str(error)
    return ""


def gearman_status(host: str, port: int) -> dict[str, tuple[int, int, int]]:
    """Function -> (jobs in the server, jobs running, workers). Raises OSError."""
    status: dict[str, tuple[int, int, int]] = {}
    for line in _gearman_says(host, port, "status"):
        name, jobs, running, workers = line.split("\t")
        status[name] = (int(jobs), int(running), int(workers))
    return status


def gearman_workers(host: str, port: int) -> set[str]:
    """Names of all that are connected as workers. Raises OSError."""
    # 34 127.0.0.1 host-worker-now-1 : now
    lines = (line.partition(" : ") for line in _gearman_says(host, port, "workers"))
    return {who.split()[2] for who, _, queues in lines if queues}


def _gearman_says(host: str, port: int, question: str) -> Iterator[str]:
    with socket.create_connection((host, port), timeout=5) as connection:
        connection.sendall(f"{question}\n".encode())
        with connection.makefile(encoding="utf-8") as lines:
            for line in lines:
                if line == ".\n":
                    return
                yield line.rstrip("\n")
    raise ConnectionError("the server closed the connection")


def web_answers(at: App | Web) -> str:
    """An app server, or where people come in."""
    return _says_ok(at.host, at.port, "/healthz")


def store_answers(objects: ObjectStore) -> str:
    """Radosgw says to everybody what they may see: nothing."""
    return _says_ok(*objects.address, "/")


def edge_answers(edge: Edge) -> str:
    return _says_ok(edge.host, edge.port, "/healthz")


def streaming_answers(streaming: Streaming) -> str:
    return _says_ok(streaming.host, streaming.port, "/api/v1/streaming/health")


def _says_ok(host: str, port: int, path: str) -> str:
    connection = HTTPConnection(host, port, timeout=5)
    try:
        # An app server at an address of its own is known by no name but this.
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        said = answer.read(500).decode(errors="replace").strip()
    except (OSError, HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()
    return "" if answer.status == HTTPStatus.OK else f"{path} answers {answer.status}: {said}"


def has_ended(process: subprocess.Popen[bytes]) -> str:
    return "" if process.poll() is None else f"it ended with code {process.returncode}"


def wait_until(check: Check, seconds: float, impossible: Check = lambda: "") -> str:
    """Wait for the check. Returns "" or, when time is up or it has become impossible, why."""
    end = time.monotonic() + seconds
    while reason := check():
        if hopeless := impossible():
            return hopeless
        if time.monotonic() > end:
            return f"no answer within {seconds:.0f} seconds: {reason}"
        time.sleep(PAUSE_SECONDS)
    return ""
