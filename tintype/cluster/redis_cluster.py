"""Makes one cluster of Redis nodes that have just been started and know nothing of each other."""

import time
from collections.abc import Callable
from socket import gethostbyname
from typing import Any

from tintype.cluster.errors import ClusterError
from tintype.config.redis import Redis

SLOTS = 16_384
DEADLINE_SECONDS = 30
LOOK_SECONDS = 0.05


def form(redis: Redis, password: str) -> None:
    """Nothing to do where they are one already. Raises ClusterError."""
    from redis import Redis as Client  # noqa: PLC0415  slow import
    from redis import RedisError  # noqa: PLC0415

    nodes = [Client(*node.address, password=password, socket_timeout=5) for node in redis.nodes]
    try:
        if not all(map(_is_whole, nodes)):
            _join(redis, nodes)
    except RedisError as error:
        raise ClusterError(f"The Redis Cluster could not be made: {error}") from error
    finally:
        for node in nodes:
            node.close()


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


def _follows(node: Any) -> bool:
    return bool(node.info("replication").get("master_link_status") == "up")


def _wait(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise ClusterError(f"The nodes of the Redis Cluster do not {what} within {DEADLINE_SECONDS} seconds.")
        time.sleep(LOOK_SECONDS)
