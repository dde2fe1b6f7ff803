"""`tintype storage check` finds what is wrong with a store, and says what to do."""

import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.stores import SITE
from tintype.cluster import storage_probes_world
from tintype.cluster.findings import Level
from tintype.cluster.storage_http import Answer, ask
from tintype.cluster.storage_probes import all_probes, probes_of_store
from tintype.config.objects import ObjectStore
from tintype.storage.actions import prepare_store
from tintype.storage.queries import stored_keys
from tintype.storage.store import s3_store, store

PROBED = [
    *("put", "get", "signed address", "raw address", "list denied", "upload", "upload too large", "upload elsewhere"),
    *("upload of another type", "pages of the site", "clock", "lifecycle", "versions", "delete"),
]


@pytest.fixture
def bucket(radosgw: ObjectStore, settings: Settings) -> ObjectStore:
    """One that is well prepared."""
    name = f"probed-{secrets.token_hex(4)}"
    described = replace(radosgw, bucket=name, upload_url=f"{radosgw.endpoint}/{name}")
    settings.TINTYPE_OBJECTS = described
    prepare_store()
    return described


def found(level: Level) -> dict[str, str]:
    return {finding.name: finding.remedy for finding in probes_of_store() if finding.level is level}


def test_a_store_that_is_well_prepared_passes_and_is_left_as_it_was(bucket: ObjectStore) -> None:
    assert list(found(Level.OK)) == PROBED
    assert [key for folder in ("photos", "originals", "avatars", "incoming") for key in stored_keys(folder)] == []


def test_a_directory_passes_with_its_web_server(settings: Settings, web_address: str, objects: Path) -> None:
    settings.TINTYPE_URL = web_address
    settings.TINTYPE_MEDIA_URLS = (f"{web_address}/media/",)
    assert {finding.level for finding in all_probes()} == {Level.OK}
    assert [path for path in objects.rglob("*.jpg") if path.stat().st_size] == []


def test_a_directory_without_its_web_server_is_said_once(settings: Settings) -> None:
    settings.TINTYPE_URL = "http://127.0.0.1:9"
    wrong = {finding.name: finding.remedy for finding in all_probes() if finding.level is Level.WRONG}
    assert wrong == {"address for uploads": "`tintype up` starts it."}


def test_wrong_keys_are_said_once(bucket: ObjectStore, settings: Settings) -> None:
    settings.TINTYPE_OBJECTS = replace(bucket, secret_key="another")
    assert [finding.name for finding in probes_of_store()] == ["put"]
    assert "keys_file" in found(Level.WRONG)["put"]


def test_a_bucket_that_is_missing_is_said_once(bucket: ObjectStore, settings: Settings) -> None:
    settings.TINTYPE_OBJECTS = replace(bucket, bucket="nobody-made-it")
    assert list(found(Level.WRONG)) == ["put"]


def open_to(bucket: ObjectStore, action: str, resource: str) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3_store(bucket).client.put_bucket_policy(Bucket=bucket.bucket, Policy=json.dumps(policy))


def test_a_bucket_that_is_open_is_wrong(bucket: ObjectStore) -> None:
    open_to(bucket, "s3:GetObject", f"arn:aws:s3:::{bucket.bucket}/originals/*")
    assert list(found(Level.WRONG)) == ["raw address"]
    open_to(bucket, "s3:ListBucket", f"arn:aws:s3:::{bucket.bucket}")
    assert list(found(Level.WRONG)) == ["list denied"]


def test_uploads_that_edges_could_read_are_wrong(bucket: ObjectStore) -> None:
    open_to(bucket, "s3:GetObject", f"arn:aws:s3:::{bucket.bucket}/incoming/*")
    assert list(found(Level.WRONG)) == ["raw address"]


def test_a_bucket_that_takes_no_photos_from_the_pages_is_wrong(bucket: ObjectStore, settings: Settings) -> None:
    settings.TINTYPE_URL = "https://elsewhere.test"
    assert "`tintype storage prepare`" in found(Level.WRONG)["pages of the site"]
    settings.TINTYPE_URL = SITE
    assert found(Level.WRONG) == {}


def test_what_a_bucket_keeps_for_ever_is_warned_of(bucket: ObjectStore) -> None:
    client = s3_store(bucket).client
    client.delete_bucket_lifecycle(Bucket=bucket.bucket)
    client.put_bucket_versioning(Bucket=bucket.bucket, VersioningConfiguration={"Status": "Enabled"})
    assert list(found(Level.WARNING)) == ["lifecycle", "versions"]


@pytest.mark.parametrize(("off", "level"), [(timedelta(seconds=60), Level.WARNING), (timedelta(hours=-1), Level.WRONG)])
def test_clocks_that_differ_are_noticed(
    off: timedelta, level: Level, bucket: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_another_time(*arguments: str, **more: object) -> Answer:
        answer = ask(*arguments, **more)  # type: ignore[arg-type]
        answer.headers.replace_header("Date", format_datetime(datetime.now(UTC) + off, usegmt=True))
        return answer

    monkeypatch.setattr(storage_probes_world, "ask", at_another_time)
    assert "NTP" in found(level)["clock"]


def taken_anyway(_url: str, fields: dict[str, str], data: bytes) -> Answer:
    store().put(fields["key"], data, "image/jpeg")
    return Answer(204, Message(), b"")


def test_a_store_that_holds_nobody_to_their_form_is_wrong(bucket: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_probes_world, "send_form", taken_anyway)
    assert list(found(Level.WRONG)) == ["upload too large", "upload elsewhere", "upload of another type"]
    assert [key for folder in ("photos", "incoming") for key in stored_keys(folder)] == []
