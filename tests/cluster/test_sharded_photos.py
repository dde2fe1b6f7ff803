"""Photos in the sharded topology as a whole: up to an S3, back from edges, through a power cut."""

import html
import io
import json
import os
import re
import signal
from http.client import HTTPConnection
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from PIL import Image

from tests.cluster.real import Real
from tests.crash.client import Client
from tintype.config.topology import Topology, load_topology

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PARTS = ("ceph-mon", "ceph-osd", "radosgw", "edge-a", "edge-b", "edge-sweep")


@pytest.fixture
def tintype(real: Real) -> Real:
    real.environment |= {"TINTYPE_TOPOLOGY": "sharded", "TINTYPE_RATE_LIMITS": "false"}
    assert real.run("up", "--detach", seconds=300).returncode == 0
    return real


def described(real: Real) -> Topology:
    return load_topology("sharded", real.home, real.port)


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (700, 500), "teal").save(file, "JPEG")
    return file.getvalue()


def addresses(real: Real, page: str) -> set[str]:
    """Of a post's photo, in every width and format."""
    edges = "|".join(re.escape(edge.url) for edge in described(real).edges)
    return set(re.findall(rf"(?:{edges})photos/[^\s\",]+", html.unescape(page)))


def status(address: str) -> int:
    place = urlsplit(address)
    connection = HTTPConnection(place.netloc, timeout=20)
    try:
        connection.request("GET", f"{place.path}?{place.query}")
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_photo_is_shown_by_edges_alone_which_come_back_and_it_outlives_a_power_cut(tintype: Real) -> None:
    person = Client(tintype.port, "anna")
    person.sign_up()
    photo_id = person.bring_up(photo())
    post_id = person.publish(photo_id, "at the sea", uuid4().hex)
    person.wait_until_shown(post_id)
    shown = addresses(tintype, person.get(f"/p/{post_id}/"))
    assert {status(address) for address in shown} == {200}
    assert {status(address.replace("&s=", "&s=x")) for address in shown} == {403}
    store = described(tintype).objects
    raw = {f"{store.endpoint}/{store.bucket}{urlsplit(address).path}" for address in shown}
    assert {status(address) for address in raw} == {403}

    checked = tintype.run("check").stdout
    assert re.search(r"object store: [0-9.]+ GB free in .*/ceph\n", checked)
    assert "edge b: answers at http://127.0.0.1:" in checked
    come_back(tintype)

    ports = json.loads((tintype.home / "run" / "ports.json").read_text())
    tintype.kill_everything()
    assert tintype.run("up", "--detach", seconds=300).returncode == 0
    assert json.loads((tintype.home / "run" / "ports.json").read_text()) == ports
    assert {status(address) for address in shown} == {200}
    fresh = Client(tintype.port, "anna")
    fresh.sign_in()
    assert {urlsplit(address).path for address in addresses(tintype, fresh.get(f"/p/{post_id}/"))} == {
        urlsplit(address).path for address in shown
    }


def come_back(real: Real) -> None:
    """All of them at once are killed, and started again by themselves."""
    before = real.pids()
    for part in PARTS:
        os.kill(before[part], signal.SIGKILL)
    real.wait_until(lambda: not {real.pids().get(part) for part in PARTS} & {None, *(before[part] for part in PARTS)})
    real.wait_until(lambda: real.is_all_running() and real.run("check").returncode == 0)
