"""Photos: up to an S3, back from edges, through a power cut."""

import html
import io
import json
import os
import re
import signal
from http.client import HTTPConnection
from urllib.parse import urlsplit
from uuid import uuid4

from PIL import Image

from tests.cluster.sharded.site import Site
from tests.crash.client import Client

PARTS = ("ceph-mon", "ceph-osd", "radosgw", "edge-a", "edge-b", "edge-sweep")


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (700, 500), "teal").save(file, "JPEG")
    return file.getvalue()


def addresses(site: Site, page: str) -> set[str]:
    """Of a post's photo, in every width and format."""
    edges = "|".join(re.escape(edge.url) for edge in site.topology.edges)
    return set(re.findall(rf"(?:{edges})photos/[^\s\",]+", html.unescape(page)))


def status(address: str) -> int:
    place = urlsplit(address)
    connection = HTTPConnection(place.netloc, timeout=20)
    try:
        connection.request("GET", f"{place.path}?{place.query}")
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_photo_is_shown_by_edges_alone_which_come_back_and_it_outlives_a_power_cut(site: Site) -> None:
    person = Client(site.port, "carla")
    person.sign_up()
    photo_id = person.bring_up(photo())
    post_id = person.publish(photo_id, "at the sea", uuid4().hex)
    person.wait_until_shown(post_id)
    shown = addresses(site, person.get(f"/p/{post_id}/"))
    assert {status(address) for address in shown} == {200}
    assert {status(address.replace("&s=", "&s=x")) for address in shown} == {403}
    store = site.topology.objects
    raw = {f"{store.endpoint}/{store.bucket}{urlsplit(address).path}" for address in shown}
    assert {status(address) for address in raw} == {403}

    checked = site.run("check").stdout
    assert re.search(r"object store: [0-9.]+ GB free in .*/ceph\n", checked)
    assert "edge b: answers at http://127.0.0.1:" in checked
    come_back(site)

    ports = json.loads((site.home / "run" / "ports.json").read_text())
    site.kill_everything()
    site.bring_up()
    assert json.loads((site.home / "run" / "ports.json").read_text()) == ports
    assert {status(address) for address in shown} == {200}
    fresh = Client(site.port, "carla")
    fresh.sign_in()
    assert {urlsplit(address).path for address in addresses(site, fresh.get(f"/p/{post_id}/"))} == {
        urlsplit(address).path for address in shown
    }


def come_back(site: Site) -> None:
    """All of them at once are killed, and started again by themselves."""
    before = site.pids()
    for part in PARTS:
        os.kill(before[part], signal.SIGKILL)
    site.wait_until(lambda: are_others(site.pids(), before))
    site.wait_until(lambda: site.is_all_running() and site.run("check").returncode == 0)


def are_others(pids: dict[str, int], before: dict[str, int]) -> bool:
    return all(pids.get(part, before[part]) != before[part] for part in PARTS)
