"""What a topology says of the object store and of who shows photos."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cluster.test_topology import EMBEDDED, Load, load
from tintype.config.derive import derive
from tintype.config.objects import with_secret
from tintype.config.topology import Edge, Media, ObjectStore, TopologyError

__all__ = ["load"]  # a fixture

DIRECTORY = 'kind = "directory"\npath = "{home}/objects"'
RADOSGW = 'kind = "radosgw"\nhost = "127.0.0.1"\nport = 0\nbucket = "tintype"\npath = "{home}/ceph"\ngigabytes = 20'
S3 = 'kind = "s3"\nendpoint = "https://s3.example.org"\nregion = "eu"\nbucket = "photos"\nkeys_file = "{home}/keys"'
EDGES = """
[media]
kind = "edges"
[media.edges.a]
host = "127.0.0.1"
port = 0
purge_port = 0
megabytes = 500
[media.edges.b]
host = "127.0.0.1"
port = 7001
purge_port = 7002
megabytes = 500
url = "https://photos.example.org"
"""


def with_objects(text: str) -> str:
    assert DIRECTORY in EMBEDDED
    return EMBEDDED.replace(DIRECTORY, text)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "run").mkdir(parents=True)
    return tmp_path / "home"


def record(home: Path, ports: str) -> None:
    (home / "run" / "ports.json").write_text(ports)


def test_radosgw_answers_where_it_was_started(load: Load, home: Path) -> None:
    record(home, '{"radosgw": 23001}')
    assert load(with_objects(RADOSGW)).objects == ObjectStore(
        kind="radosgw",
        path=home / "ceph",
        endpoint="http://127.0.0.1:23001",
        region="us-east-1",
        bucket="tintype",
        upload_url="http://127.0.0.1:23001/tintype",
        access_key="tintype",
        gigabytes=20,
    )


def test_somebodys_s3_with_its_keys_in_a_file_of_their_own(load: Load, home: Path) -> None:
    (home / "keys").write_text("AKIA\nvery-secret\n")
    objects = load(with_objects(f'{S3}\nupload_url = "https://upload.example.org"')).objects
    assert (objects.access_key, objects.secret_key) == ("AKIA", "very-secret")
    assert (objects.endpoint, objects.bucket) == ("https://s3.example.org", "photos")
    assert objects.upload_url == "https://upload.example.org"
    assert objects.address == ("s3.example.org", 443)
    assert "very-secret" not in repr(objects)


def test_only_radosgw_gets_a_secret_that_is_made_of_the_secret_key(load: Load, home: Path) -> None:
    (home / "keys").write_text("AKIA\nown\n")
    former = f"[objects.former]\n{RADOSGW}"
    objects = with_secret(load(with_objects(f"{S3}\n{former}")).objects, derive("objects", "key"))
    assert objects.former
    assert (objects.secret_key, objects.former.secret_key) == ("own", derive("objects", "key"))
    assert len({derive(name, key) for name in ("objects", "media") for key in ("key", "other")}) == 4


def test_a_store_that_is_being_moved_away_from(load: Load, home: Path) -> None:
    topology = load(with_objects(f"{RADOSGW}\n[objects.former]\n{DIRECTORY}"))
    former = ObjectStore("directory", home / "objects")
    assert topology.objects.former == former
    assert topology.stores == (topology.objects, former)
    assert topology.objects.is_s3
    assert not former.is_s3


def test_edges(load: Load, home: Path) -> None:
    record(home, '{"edge-a": 23002, "edge-a-purge": 23003, "edge-b": 23004}')
    topology = load(EMBEDDED + EDGES)
    assert topology.media == Media(
        "edges",
        edges=(
            Edge("a", "127.0.0.1", 23002, 23003, 500),
            Edge("b", "127.0.0.1", 7001, 7002, 500, "https://photos.example.org/"),
        ),
    )
    assert topology.media.urls == ("http://127.0.0.1:23002/", "https://photos.example.org/")
    assert [edge.purge_url for edge in topology.edges] == ["http://127.0.0.1:23003/", "http://127.0.0.1:7002/"]


def test_without_media_the_web_server_shows_photos(load: Load) -> None:
    topology = load(EMBEDDED)
    assert topology.media is None
    assert topology.edges == ()


def test_somebodys_cdn(load: Load) -> None:
    cdn = load(f'{EMBEDDED}\n[media]\nkind = "cdn"\nurl = "https://cdn.example.org/x"').media
    assert cdn
    assert cdn.urls == ("https://cdn.example.org/x/",)
    signed = 'kind = "cloudfront"\nurl = "https://d1.example.org"\nkey_pair = "K1"\nprivate_key_file = "/etc/key.pem"'
    cloudfront = load(f"{EMBEDDED}\n[media]\n{signed}").media
    assert cloudfront
    assert cloudfront == replace(
        cloudfront, url="https://d1.example.org/", key_pair="K1", private_key_file=Path("/etc/key.pem")
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (with_objects('kind = "ftp"'), "kind 'ftp' is unknown; it is directory, radosgw, s3"),
        (with_objects(RADOSGW.replace("gigabytes = 20", "")), r"\[objects\]: gigabytes is missing"),
        (with_objects(f"{RADOSGW}\n[objects.former]\n{RADOSGW}"), "only one of the two is radosgw"),
        (with_objects(f"{S3}\n[objects.former]\n{DIRECTORY}"), "cannot read keys_file .*home/keys"),
        (with_objects(S3.replace("https://", "")), "endpoint should start with https://"),
        (f'{EMBEDDED}\n[media]\nkind = "bunny"', "kind 'bunny' is unknown; it is edges, cdn, cloudfront"),
        (f'{EMBEDDED}\n[media]\nkind = "cdn"\nurl = "cdn.example.org"', "url should start with https://"),
        (f'{EMBEDDED}\n[media]\nkind = "edges"\n[media.edges]', "needs at least one"),
        (EMBEDDED + EDGES.replace("7002", "7001"), "port 7001 of 127.0.0.1 is given twice"),
        (EMBEDDED + EDGES.replace("edges.a]", "edges.A-1]"), "an edge's name is made of small letters, digits and _"),
        (EMBEDDED + EDGES.replace("megabytes = 500", "megabytes = 0"), "should be a number from 1 to"),
    ],
)
def test_what_is_wrong_is_said(load: Load, text: str, message: str) -> None:
    with pytest.raises(TopologyError, match=message):
        load(text)


def test_a_file_of_keys_has_two_lines(load: Load, home: Path) -> None:
    (home / "keys").write_text("AKIA\n")
    with pytest.raises(TopologyError, match="should have two lines, the access key and the secret key"):
        load(with_objects(S3))
