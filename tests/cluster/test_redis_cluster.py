"""The nodes of a Redis Cluster on several machines: at addresses of their own, made one, lost, taken back."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis import Redis as Client

from tintype.cluster import valkey
from tintype.cluster.engines import running
from tintype.cluster.home import Home, prepare_home
from tintype.cluster.ports import choose_port
from tintype.cluster.program import Program
from tintype.cluster.ready import wait_until
from tintype.cluster.redis_cluster import form, take_back
from tintype.config.derive import derive
from tintype.config.redis import Node, Redis
from tintype.config.topology import Topology, load_topology

KEY = "a key of this test"
PASSWORD = derive("redis", KEY)


@pytest.fixture
def home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="tintype-redis-") as directory:
        yield prepare_home(Path(directory))


@pytest.fixture
def topology(home: Home) -> Topology:
    """Each node on a machine of its own, as far as loopback addresses are machines."""
    nodes: list[Node] = []
    for number in range(1, 7):
        host, taken = f"127.9.9.{number}", [port for node in nodes for port in (node.port, node.bus_port)]
        port = choose_port(host, taken)
        nodes.append(Node(host, port, choose_port(host, [*taken, port])))
    return replace(load_topology("embedded", home.path, 8000), redis=Redis(nodes=tuple(nodes), megabytes=7))


def client(node: Node) -> Any:
    return Client(*node.address, password=PASSWORD)


def roles(topology: Topology) -> list[str]:
    return [client(node).info("replication")["role"] for node in topology.redis.nodes]


def is_whole(topology: Topology) -> str:
    infos = [client(node).execute_command("CLUSTER INFO") for node in topology.redis.nodes]
    return "" if all(info["cluster_slots_ok"] == "16384" for info in infos) else "not all slots are served"


def programs(home: Home, topology: Topology) -> list[Program]:
    machines = [replace(topology, here=node.host) for node in topology.redis.nodes]
    return [program for machine in machines for program in valkey.programs(home, machine, KEY)]


@contextmanager
def started(home: Home, topology: Topology) -> Iterator[dict[str, ExitStack]]:
    """Each on its machine, as `up --machine` does it. Name -> what ends that node."""
    with ExitStack() as all_of_them:
        ends = {}
        for program in programs(home, topology):
            ends[program.name] = all_of_them.enter_context(ExitStack())
            ends[program.name].enter_context(running(home, [program]))
        yield ends


def test_nodes_of_several_machines_are_one_cluster_also_after_all_of_them_rebooted(
    home: Home, topology: Topology
) -> None:
    with started(home, topology):
        form(topology.redis, PASSWORD)
        assert roles(topology) == ["master"] * 3 + ["slave"] * 3
        shown = client(topology.redis.nodes[0]).execute_command("CLUSTER NODES")
        assert sorted(address.split(":")[0] for address in shown) == [node.host for node in topology.redis.nodes]
        assert client(topology.redis.nodes[5]).config_get("maxmemory") == {"maxmemory": str(7 * 2**20)}
        form(topology.redis, PASSWORD)
        assert roles(topology) == ["master"] * 3 + ["slave"] * 3

    with started(home, topology):
        assert not wait_until(lambda: is_whole(topology), 30)
        form(topology.redis, PASSWORD)
        assert not is_whole(topology)


def test_a_machine_that_was_set_up_anew_follows_who_took_its_place(home: Home, topology: Topology) -> None:
    with started(home, topology) as ends:
        form(topology.redis, PASSWORD)
        ends["redis-1"].close()
        others = replace(topology, redis=Redis(nodes=topology.redis.nodes[1:]))
        # For a second and a half nobody has missed it; one that came back empty so soon would be none of theirs.
        assert not wait_until(lambda: "" if "master" in roles(others)[2:] else "nobody took its place", 30)
        assert not wait_until(lambda: is_whole(others), 30)
        shutil.rmtree(home.run / "redis-1")
        with ExitStack() as again:
            take_back(topology.redis, PASSWORD)
            again.enter_context(running(home, programs(home, topology)[:1]))
            take_back(topology.redis, PASSWORD)
            assert not wait_until(lambda: is_whole(topology), 30)
            assert roles(topology) == ["slave", "master", "master", "master", "slave", "slave"]


def test_what_a_start_that_was_cut_off_has_left_is_no_hindrance(
    home: Home, topology: Topology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tintype.cluster.redis_cluster.FIND_SECONDS", 1)
    with started(home, topology):
        first, second, *_ = topology.redis.nodes
        client(first).execute_command("CLUSTER ADDSLOTS", 7)
        client(first).execute_command("CLUSTER MEET", second.host, second.port, second.bus_port)
        assert not wait_until(lambda: "" if client(second).cluster("nodes").keys() else "alone", 10)
        form(topology.redis, PASSWORD)
        assert not is_whole(topology)
