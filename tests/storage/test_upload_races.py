"""Uploads at the same moment, and uploads that break off."""

import io
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.storage.conftest import files_in
from tintype.storage.actions import sign_upload, store_upload
from tintype.storage.errors import StoreRefused
from tintype.storage.queries import open_object


class _Together(io.BytesIO):
    """Gives its end only when all the others are about to give theirs."""

    barrier: threading.Barrier

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data:
            self.barrier.wait(timeout=10)
        return data


def test_of_uploads_at_once_exactly_one_wins(objects: Path) -> None:
    upload = sign_upload(7, "image/jpeg", 500)
    _Together.barrier = threading.Barrier(4)

    def send(number: int) -> int:
        try:
            store_upload(upload.fields, _Together(b"%d" % number * 500), 500)
        except StoreRefused as refused:
            return refused.status
        return 204

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert sorted(answers) == [204, 409, 409, 409]
    with open_object(upload.key) as file:
        assert file.read() == b"%d" % answers.index(204) * 500
    assert len(files_in(objects)) == 1


class _BreaksOff(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ConnectionResetError
        return super().read(size and 100)


def test_an_upload_that_breaks_off_leaves_nothing(objects: Path) -> None:
    upload = sign_upload(7, "image/jpeg", 500)
    with pytest.raises(ConnectionResetError):
        store_upload(upload.fields, _BreaksOff(bytes(500)), 500)
    assert files_in(objects) == []
    store_upload(upload.fields, io.BytesIO(bytes(500)), 500)


def test_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_answer(
    monkeypatch: pytest.MonkeyPatch, objects: Path
) -> None:
    upload = sign_upload(7, "image/jpeg", 5)
    store_upload(sign_upload(7, "image/jpeg", 5).fields, io.BytesIO(b"makes"))  # the folders
    events: list[str] = []
    sync, link = os.fsync, os.link

    def noted_sync(descriptor: int) -> None:
        events.append(Path(f"/proc/self/fd/{descriptor}").readlink().relative_to(objects).parts[0])
        sync(descriptor)

    def noted_link(source: Path, target: Path) -> None:
        events.append("link")
        link(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "link", noted_link)
    store_upload(upload.fields, io.BytesIO(b"bytes"))
    assert events == ["tmp", "link", "incoming"]
