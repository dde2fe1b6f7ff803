"""What an edge is told not to show any more, and who may tell it."""

import http.client
import os
import time
from contextlib import closing

import pytest

from tests.edges.asking import Edged, stored_photo
from tintype.cluster import edges as cluster
from tintype.cluster.edge_sweep import KEPT_SECONDS, sweep
from tintype.cluster.home import Home
from tintype.storage import edges
from tintype.storage.actions import delete_objects
from tintype.storage.keys import owner_of
from tintype.storage.queries import media_url

pytestmark = pytest.mark.slow


def test_a_recalled_stamp_is_refused_at_once_also_for_what_is_kept(edged: Edged) -> None:
    hers, his = stored_photo(1001), stored_photo(1002)
    for key in (hers, his):
        assert edged.get(media_url(key, "p0")).status == 200
    edges.refuse(edged.edge, 1001, ["p0"])
    assert edged.get(media_url(hers, "p0")).status == 403
    assert edged.get(media_url(hers, "p1")).status == 200
    assert edged.get(media_url(hers, "f0")).status == 200
    assert edged.get(media_url(his, "p0")).status == 200


def test_a_deleted_photo_is_refused_under_every_stamp(edged: Edged) -> None:
    gone, kept = stored_photo(1003), stored_photo(1003)
    edges.refuse(edged.edge, 1003, [gone.split("/")[2]])
    assert {edged.get(media_url(gone, stamp)).status for stamp in ("p0", "f7")} == {403}
    assert edged.get(media_url(kept, "p0")).status == 200


def test_what_was_purged_is_fetched_anew(edged: Edged) -> None:
    key, other = stored_photo(), stored_photo()
    assert edged.get(media_url(key, "p0")).status == 200
    delete_objects([key])
    assert edged.get(media_url(key, "p0")).status == 200
    edges.purge(edged.edge, [key, other])
    assert edged.get(media_url(key, "p0")).status == 404
    edges.purge(edged.edge, [key])


@pytest.mark.parametrize("secret", [None, "", "wrong"])
@pytest.mark.parametrize("what", ["PUT /void/{account}/p0", "PURGE /{key}", "PUT /void/0/0"])
def test_without_the_secret_an_edge_is_told_nothing(edged: Edged, what: str, secret: str | None) -> None:
    key = stored_photo(1004)
    assert edged.get(media_url(key, "p0")).status == 200
    delete_objects([key])
    method, path = what.format(account=owner_of(key), key=key).split()
    headers = {"Content-Length": "0"} | ({} if secret is None else {edges.SECRET_HEADER: secret})
    with closing(http.client.HTTPConnection(edged.edge.host, edged.edge.purge_port, timeout=20)) as connection:
        connection.request(method, path, headers=headers)
        assert connection.getresponse().status == 403
    assert edged.get(media_url(key, "p0")).status == 200


def test_what_is_refused_is_forgotten_when_no_address_can_be_good_any_more(edged: Edged, home: Home) -> None:
    path = cluster.path_of(home, edged.edge)
    edges.refuse(edged.edge, 1005, ["p0", "p1"])
    edges.refuse(edged.edge, 1006, ["p0"])
    long_ago = time.time() - KEPT_SECONDS - 60
    for old in ("1005/p0", "1006/p0"):
        os.utime(path / "void" / old, (long_ago, long_ago))
    sweep(path)
    assert [file.name for file in (path / "void" / "1005").iterdir()] == ["p1"]
    assert not (path / "void" / "1006").exists()
