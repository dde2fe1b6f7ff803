"""One edge of its own in front of an S3 of its own, over real HTTP."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as configured
from pytest_django.fixtures import Settings

from tests.edges.asking import Edged
from tests.stores import radosgw_store
from tintype.cluster import edges
from tintype.cluster.account import find_account
from tintype.cluster.engines import running
from tintype.cluster.home import Home, prepare_home
from tintype.cluster.ports import choose_port
from tintype.config.topology import Edge, Media, ObjectStore, Topology
from tintype.storage.actions import prepare_store
from tintype.storage.edges import note_told


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    home = prepare_home(Path(tempfile.mkdtemp(prefix="tintype-edge-")))
    yield home
    shutil.rmtree(home.path, ignore_errors=True)


@pytest.fixture(scope="module")
def objects() -> Iterator[ObjectStore]:
    with radosgw_store() as described:
        yield described


def beside(topology: Topology, objects: ObjectStore) -> Topology:
    """With an edge that no other test has."""
    edge = Edge(
        f"e{secrets.token_hex(4)}", "127.0.0.1", choose_port("127.0.0.1"), choose_port("127.0.0.1"), megabytes=50
    )
    return replace(topology, objects=objects, media=Media("edges", edges=(edge,)))


@contextmanager
def running_edge(home: Home, topology: Topology) -> Iterator[Edge]:
    programs = edges.programs(home, topology, configured.SECRET_KEY, find_account(home, []))
    with running(home, programs):
        yield topology.edges[0]


@pytest.fixture(scope="module")
def running_topology(home: Home, objects: ObjectStore) -> Iterator[Topology]:
    topology = beside(configured.TOPOLOGY, objects)
    with running_edge(home, topology):
        yield topology


@pytest.fixture
def use(settings: Settings) -> Callable[[Topology], Edged]:
    """Tintype hands out addresses of that edge, and reads and writes that store."""

    def use(topology: Topology) -> Edged:
        settings.TINTYPE_OBJECTS = topology.objects
        settings.TINTYPE_MEDIA = topology.media
        settings.TINTYPE_MEDIA_URLS = topology.media.urls if topology.media else ()
        return Edged(topology.edges[0])

    return use


@pytest.fixture
def edged(running_topology: Topology, use: Callable[[Topology], Edged]) -> Edged:
    edged = use(running_topology)
    prepare_store()
    note_told(edged.edge)
    return edged
