"""What is copied from one store to another while people add and delete, and what a cut leaves."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
from django.conf import settings

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.storage_copy import Copying, strange_names
from tintype.cluster.storage_record import Record, check_former_is_there
from tintype.config.objects import ObjectStore as Described
from tintype.sharding.moves.tables import Amount
from tintype.storage.directory import DirectoryStore
from tintype.storage.keys import content_type_of
from tintype.storage.store import ObjectStore, signer_of, store_of

# Of this test's own: other tests have objects in the same bucket.
ACCOUNT = secrets.randbelow(10**15)
KINDS = ("avatars/{0}/{1}.jpg", "headers/{0}/{1}.jpg", "photos/{0}/1/{1}-640.webp", "originals/{0}/1/{1}.jpg")


def new_keys() -> list[str]:
    return [kind.format(ACCOUNT, secrets.token_urlsafe(16)) for kind in KINDS]


def fill(store: ObjectStore, keys: list[str]) -> dict[str, bytes]:
    contents = {key: secrets.token_bytes(2_000) for key in keys}
    for key, data in contents.items():
        store.put(key, data, content_type_of(key))
    return contents


def read(store: ObjectStore, key: str) -> bytes:
    with store.open(key) as file:
        return file.read()


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(Home(tmp_path))


def directory(path: Path) -> DirectoryStore:
    described = Described("directory", path)
    return DirectoryStore(path, signer_of(described))


@pytest.fixture
def ends(tmp_path: Path) -> tuple[DirectoryStore, DirectoryStore]:
    return directory(tmp_path / "former"), directory(tmp_path / "new")


@pytest.mark.parametrize("way", ["to radosgw", "from radosgw"])
def test_everything_comes_over_and_a_second_look_finds_nothing_missing(
    way: str, radosgw: Described, tmp_path: Path, record: Record
) -> None:
    source, target = directory(tmp_path / "files"), store_of(radosgw)
    if way == "from radosgw":
        source, target = target, source  # type: ignore[assignment]
    contents = fill(source, new_keys())
    copying = Copying(source, target, record, "the former store")
    assert copying.copy_missing(lambda _: None).rows >= len(contents)
    assert {key: read(target, key) for key in contents} == contents
    assert copying.copy_missing(lambda _: None) == Amount()


def test_the_bar_ends_where_the_total_says(ends: tuple[DirectoryStore, DirectoryStore], record: Record) -> None:
    source, target = ends
    contents = fill(source, new_keys())
    one = next(iter(contents))
    target.put(one, contents[one], content_type_of(one))
    heard: list[Amount] = []
    copying = Copying(source, target, record, "the former store")
    assert copying.copy_missing(heard.append) == Amount(3, 6_000)
    assert heard[-1] == copying.total() == Amount(4, 8_000)


class Restless(DirectoryStore):
    """Somebody deletes each object, at both ends as the chain does it, just after the mover has read it here."""

    target: DirectoryStore

    def open(self, key: str) -> BinaryIO:
        file = super().open(key)
        self.delete([key])
        self.target.delete([key])
        return file


def test_what_is_deleted_while_it_is_copied_does_not_come_back(tmp_path: Path, record: Record) -> None:
    source, target = Restless(tmp_path / "former", directory(tmp_path).signer), directory(tmp_path / "new")
    source.target = target
    keys = new_keys()
    fill(source, keys)
    assert Copying(source, target, record, "the former store").copy_missing(lambda _: None) == Amount()
    assert target.sizes(keys) == {}


def test_what_was_deleted_while_a_mover_was_dead_does_not_come_back(
    ends: tuple[DirectoryStore, DirectoryStore], record: Record
) -> None:
    source, target = ends
    kept, deleted, others = new_keys(), new_keys(), new_keys()
    fill(source, kept)
    fill(
        target, [*deleted, *others]
    )  # `deleted` was just put there when the mover was killed; `others` are posts since
    record.begin("the former store", [*kept, *deleted])
    Copying(source, target, record, "the former store").take_back()
    assert target.sizes([*kept, *deleted, *others]).keys() == set(others)


class Lossy(DirectoryStore):
    def put(self, key: str, data: bytes, content_type: str) -> None:
        super().put(key, data[:-1] + b"?", content_type)


def test_what_comes_out_as_something_else_stops_the_move_and_is_taken_away(tmp_path: Path, record: Record) -> None:
    source, target = directory(tmp_path / "former"), Lossy(tmp_path / "new", directory(tmp_path).signer)
    keys = new_keys()[:1]
    fill(source, keys)
    with pytest.raises(ClusterError, match="was not the same when it was read back"):
        Copying(source, target, record, "the former store").copy_missing(lambda _: None)
    assert (target.sizes(keys), list(source.sizes(keys))) == ({}, keys)


def test_a_file_that_tintype_has_not_put_there_is_named_and_stays(
    ends: tuple[DirectoryStore, DirectoryStore], record: Record, tmp_path: Path
) -> None:
    source, target = ends
    (tmp_path / "former/photos/1").mkdir(parents=True)
    (tmp_path / "former/photos/1/notes.txt").write_text("not ours")
    assert Copying(source, target, record, "the former store").copy_missing(lambda _: None) == Amount()
    assert list(strange_names(source)) == ["photos/1/notes.txt"]


def test_until_all_have_come_nothing_starts_without_the_former_store(tmp_path: Path, record: Record) -> None:
    home, topology = Home(tmp_path), settings.TOPOLOGY
    alone = replace(topology, objects=replace(topology.objects, former=None))
    check_former_is_there(home, alone)
    record.begin("the directory /old")
    with pytest.raises(ClusterError, match="Objects are being moved out of the directory /old"):
        check_former_is_there(home, alone)
    check_former_is_there(home, replace(topology, objects=replace(topology.objects, former=topology.objects)))
    record.end()
    check_former_is_there(home, alone)


def test_one_mover_at_a_time(tmp_path: Path, record: Record) -> None:
    with record.held(), pytest.raises(ClusterError, match="Another"), Record(Home(tmp_path)).held():
        raise AssertionError("both were let in")
    assert list(tmp_path.iterdir()) == []
