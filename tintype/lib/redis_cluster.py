"""Redis Cluster: which node has a key, and going on when a node is lost or keys move.

The library's client knows the slots and learns them anew; only the way to a node is our own, since the library's
pipeline takes no scripts by their hash, and asks one node after the other for each command.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import (
    AskError,
    ClusterDownError,
    MovedError,
    RedisClusterException,
    RedisError,
    TryAgainError,
)
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import TimeoutError as TooLate

from tintype.lib.redis_talk import Answer, Command, talk

# A node that does not answer, or says that another one has the key now: where its keys are is learned anew.
ELSEWHERE = (MovedError, AskError, TryAgainError, ClusterDownError, NotConnected, TooLate)
# While a lost node's replica takes over, every request would ask the whole cluster who has what.
LEARN_SECONDS = 0.25


class Cluster:
    def __init__(self, nodes: Sequence[tuple[str, int]], password: str, timeout_seconds: float) -> None:
        self._nodes = nodes
        self._options: dict[str, Any] = {
            "password": password,
            "socket_timeout": timeout_seconds,
            "socket_connect_timeout": timeout_seconds,
        }
        self._lock = threading.Lock()
        self._made: Any = None
        self._learned_at = 0.0

    def client(self) -> Any:
        """Raises RedisError where none of the nodes answers."""
        with self._lock:
            if self._made is None:
                nodes = [ClusterNode(*address) for address in self._nodes]  # type: ignore[no-untyped-call]
                with _as_redis_error():
                    # Without full coverage: what the other nodes have can be read while one is lost.
                    self._made = RedisCluster(startup_nodes=nodes, require_full_coverage=False, **self._options)
            return self._made

    def each(self, commands: Sequence[Command]) -> list[Answer]:
        answers = self._once(commands)
        left = [n for n, answer in enumerate(answers) if isinstance(answer, ELSEWHERE)]
        if left:
            self._learn()
            for n, answer in zip(left, self._once([commands[n] for n in left]), strict=True):
                answers[n] = answer
        return answers

    def _once(self, commands: Sequence[Command]) -> list[Answer]:
        answers: list[Answer] = [None] * len(commands)
        for node, numbers in self._by_node(commands).items():
            for n, answer in zip(numbers, _ask(node, [commands[n] for n in numbers]), strict=True):
                answers[n] = answer
        return answers

    def _by_node(self, commands: Sequence[Command]) -> dict[Any, list[int]]:
        client = self.client()
        groups: dict[Any, list[int]] = {}
        with _as_redis_error():
            for n, command in enumerate(commands):
                groups.setdefault(client.get_node_from_key(command.key), []).append(n)
        return groups

    def _learn(self) -> None:
        client = self.client()
        with self._lock:
            if time.monotonic() - self._learned_at < LEARN_SECONDS:
                return
            self._learned_at = time.monotonic()
        with _as_redis_error():
            client.nodes_manager.initialize()


@contextmanager
def _as_redis_error() -> Iterator[None]:
    """That a cluster is not there is no RedisError in the library."""
    try:
        yield
    except RedisClusterException as error:
        raise RedisError(str(error)) from error


def _ask(node: Any, commands: list[Command]) -> list[Answer]:
    """A node that does not answer is the answer to each command."""
    try:
        return talk(node.redis_connection.connection_pool, commands)
    except RedisError as error:
        return [error] * len(commands)
