"""Makes one cluster of Redis nodes that have just been started and know nothing of each other, and takes nodes back
that have forgotten the others.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from socket import gethostbyname
from typing import Any

from tintype.cluster.errors import ClusterError
from tintype.config.redis import Redis

SLOTS = 16_384
DEADLINE_SECONDS = 30
# Nodes that a node knows already it asks at once.
FIND_SECONDS = 15
# Until the machines of all nodes have booted.
MACHINE_SECONDS = 600
LOOK_SECONDS = 0.05


def form(redis: Redis, password: str) -> None:
    """Nothing to do where they are one already, even if some are away. Raises ClusterError."""
    with _asked(redis, password) as nodes:
        _wait(lambda: bool(_whole(nodes)) or len(_answering(nodes)) == len(nodes), "all answer", MACHINE_SECONDS)
        if not (_whole(nodes) or _find_each_other(nodes)):
            _join(redis, nodes)


def _find_each_other(nodes: list[Any]) -> bool:
    """Of a cluster whose machines have all rebooted. Those that do not become one were left by a start that was cut
    off, and forget what little they know: nothing is lost with them.
    """
    if all(_number(node, "cluster_known_nodes") == 1 for node in nodes):
        return False
    try:
        _wait(lambda: bool(_whole(nodes)), "find each other again", FIND_SECONDS)
    except ClusterError:
        for node in nodes:
            if _is_primary(node):
                node.flushall()
            node.execute_command("CLUSTER RESET HARD")
        return False
    return True


def take_back(redis: Redis, password: str) -> None:
    """A node that knows nobody follows its partner of the topology; where there is no cluster yet, nothing happens.

    After a machine was set up anew; one that only rebooted finds its way by its own nodes.conf. Raises ClusterError.
    """
    with _asked(redis, password) as nodes:
        whole = _whole(nodes)
        for number, (node, described) in enumerate(zip(nodes, redis.nodes, strict=True)):
            if whole and node in _answering(nodes) and _number(node, "cluster_known_nodes") == 1:
                whole[0].execute_command(
                    "CLUSTER MEET", gethostbyname(described.host), described.port, described.bus_port
                )
                partner = nodes[(number + redis.primaries) % len(nodes)]
                _wait(partial(_is_whole, node), "take one back")
                node.execute_command("CLUSTER REPLICATE", partner.execute_command("CLUSTER MYID"))


@contextmanager
def _asked(redis: Redis, password: str) -> Iterator[list[Any]]:
    from redis import Redis as Client  # noqa: PLC0415  slow import
    from redis import RedisError  # noqa: PLC0415
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    # By itself the client would try for seconds whether somebody who is away is back.
    once = Retry(NoBackoff(), 0)
    nodes = [Client(*node.address, password=password, socket_timeout=5, retry=once) for node in redis.nodes]
    try:
        yield nodes
    except RedisError as error:
        raise ClusterError(f"The Redis Cluster could not be made: {error}") from error
    finally:
        for node in nodes:
            node.close()


def _whole(nodes: list[Any]) -> list[Any]:
    return [node for node in _answering(nodes) if _is_whole(node)]


def _answering(nodes: list[Any]) -> list[Any]:
    return [node for node in nodes if _answers(node)]


def _answers(node: Any) -> bool:
    from redis import RedisError  # noqa: PLC0415  slow import

    try:
        return bool(node.ping())
    except RedisError:
        return False


def _join(redis: Redis, nodes: list[Any]) -> None:
    primaries, replicas = nodes[: redis.primaries], nodes[redis.primaries :]
    for number, node in enumerate(primaries):
        first, end = (SLOTS * part // redis.primaries for part in (number, number + 1))
        node.execute_command("CLUSTER ADDSLOTSRANGE", first, end - 1)
        # Different ones, so that nobody has to agree on an order first.
        node.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
    for met in redis.nodes[1:]:
        nodes[0].execute_command("CLUSTER MEET", gethostbyname(met.host), met.port, met.bus_port)
    _wait(lambda: all(_number(node, "cluster_known_nodes") == len(nodes) for node in nodes), "know each other")
    for primary, replica in zip(primaries, replicas, strict=True):
        replica.execute_command("CLUSTER REPLICATE", primary.execute_command("CLUSTER MYID"))
    _wait(lambda: all(map(_is_whole, nodes)) and all(map(_follows, replicas)), "have their parts")


def _is_whole(node: Any) -> bool:
    return _info(node)["cluster_state"] == "ok" and _number(node, "cluster_slots_ok") == SLOTS


def _number(node: Any, name: str) -> int:
    return int(_info(node)[name])


def _info(node: Any) -> dict[str, str]:
    return dict(node.execute_command("CLUSTER INFO"))


def _is_primary(node: Any) -> bool:
    return bool(node.info("replication").get("role") == "master")


def _follows(node: Any) -> bool:
    return bool(node.info("replication").get("master_link_status") == "up")


def _wait(condition: Callable[[], bool], what: str, seconds: float = DEADLINE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise ClusterError(f"The nodes of the Redis Cluster do not {what} within {seconds:.0f} seconds.")
        time.sleep(LOOK_SECONDS)
