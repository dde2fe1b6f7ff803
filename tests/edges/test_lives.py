"""An edge through the troubles of its life: crashes, a store that is away, a store that is being moved away from."""

import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured

from tests.cluster.real import processes_in
from tests.edges.asking import BYTES, Edged, stored_photo
from tests.edges.conftest import beside, running_edge
from tests.stores import web_server
from tintype.cluster import edges
from tintype.cluster.edge_start import left_workers
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.ports import choose_port, is_free
from tintype.cluster.ready import edge_answers, wait_until
from tintype.config.topology import ObjectStore, Topology
from tintype.storage.actions import prepare_store, put_object
from tintype.storage.edges import note_told
from tintype.storage.keys import rendition_key
from tintype.storage.queries import media_url
from tintype.testing.member import Member

pytestmark = pytest.mark.slow
Use = Callable[[Topology], Edged]


def test_an_edge_that_was_killed_comes_back_with_all_that_it_kept_and_refused(
    home: Home, objects: ObjectStore, use: Use
) -> None:
    topology = beside(configured.TOPOLOGY, objects)
    edged = use(topology)
    prepare_store()
    path = edges.path_of(home, edged.edge)
    with running_edge(home, topology):
        note_told(edged.edge)
        address = media_url(stored_photo(), "p0")
        assert edged.get(address).status == 200
        os.kill(int(killed := (path / "nginx.pid").read_text()), signal.SIGKILL)
    assert left_workers(path)
    assert not is_free(edged.edge.host, edged.edge.port)
    away = replace(topology, objects=at_closed_port(objects))
    with running_edge(home, away):
        assert (
            wait_until(lambda: "" if (path / "nginx.pid").read_text() not in {"", killed} else "the old one", 60) == ""
        )
        assert wait_until(partial(edge_answers, edged.edge), 60) == ""
        assert edged.get(address).status == 200
        missing = edged.get(media_url(rendition_key(42, 43, 0, "320.webp"), "p0"))
        assert missing.status == 503
        assert (missing.headers["Retry-After"], missing.headers["Cache-Control"]) == ("5", "no-store")
        assert missing.body == b"The photos are away for a moment.\n"
    assert left_workers(path) == []


def at_closed_port(objects: ObjectStore) -> ObjectStore:
    return replace(objects, endpoint=f"http://127.0.0.1:{choose_port('127.0.0.1')}")


@pytest.mark.parametrize("is_moving", [False, True])
def test_what_no_s3_has_comes_from_the_web_server(
    home: Home, objects: ObjectStore, use: Use, alice: Member, tmp_path: Path, *, is_moving: bool
) -> None:
    directory = ObjectStore("directory", tmp_path)
    with web_server() as address:
        place = urlsplit(address)
        web = replace(configured.TOPOLOGY.web, host=str(place.hostname), port=int(place.port or 0))
        topology = replace(beside(configured.TOPOLOGY, directory), web=web)
        edged = use(topology)
        key = rendition_key(alice.id, 43, 0, "320.webp")
        put_object(key, BYTES, "image/webp")
        if is_moving:
            topology = replace(topology, objects=replace(objects, former=directory))
            use(topology)
            prepare_store()
        with running_edge(home, topology):
            note_told(edged.edge)
            answer = edged.get(media_url(key, "p0"))
            assert (answer.status, answer.body) == (200, BYTES)
            assert answer.headers["Cache-Control"] == "public, max-age=86400, immutable"
            assert edged.get(media_url(rendition_key(alice.id, 44, 0, "320.webp"), "p0")).status == 404


def test_an_edge_shows_nothing_before_it_was_told_what_was_recalled(home: Home, objects: ObjectStore, use: Use) -> None:
    topology = beside(configured.TOPOLOGY, objects)
    edged = use(topology)
    prepare_store()
    shutil.rmtree(edges.path_of(home, edged.edge), ignore_errors=True)
    with running_edge(home, topology):
        address = media_url(stored_photo(), "p0")
        assert edged.get(address).status == 503
        note_told(edged.edge)
        assert edged.get(address).status == 200


def test_no_command_line_and_no_file_for_others_holds_a_secret(home: Home, running_topology: Topology) -> None:
    path = edges.path_of(home, running_topology.edges[0])
    secrets = edges.Secrets.of(configured.SECRET_KEY)
    commands = " ".join(processes_in(home.path).values())
    for secret in (secrets.media, secrets.origin, secrets.purge):
        assert secret not in commands
        assert [file.name for file in path.glob("*") if file.is_file() and secret in file.read_text()] == ["nginx.conf"]
    assert (path / "nginx.conf").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("lacking", "message"), [("nginx", "nginx is not"), ("module", "cache_purge_module.so is not")]
)
def test_a_machine_without_nginx_is_told_what_to_install(
    home: Home, running_topology: Topology, monkeypatch: pytest.MonkeyPatch, lacking: str, message: str
) -> None:
    if lacking == "nginx":
        monkeypatch.setattr(shutil, "which", lambda *_arguments, **_options: None)
    else:
        monkeypatch.setattr(edges, "MODULES", ())
    with pytest.raises(ClusterError, match=rf"{message}[\s\S]*apt-get install nginx libnginx-mod-http-cache-purge"):
        edges.programs(home, running_topology, "key", None)
