"""What a bucket is told, at radosgw."""

import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from tests.stores import ORIGIN_SECRET, SITE, Raw
from tintype.config.topology import ObjectStore
from tintype.storage.actions import prepare_store, put_object
from tintype.storage.bucket import prepare
from tintype.storage.keys import original_key, rendition_key
from tintype.storage.s3 import S3Store
from tintype.storage.secrets import derived
from tintype.storage.store import s3_store, store

PHOTO, ORIGINAL = rendition_key(7, 9, 0, "320.jpg"), original_key(7, 9)


@pytest.fixture
def bucket(radosgw: ObjectStore, settings: Settings) -> Iterator[S3Store]:
    """One that is not there yet."""
    name = f"test-{secrets.token_hex(4)}"
    settings.TINTYPE_OBJECTS = replace(radosgw, bucket=name, upload_url=f"{radosgw.endpoint}/{name}")
    made = s3_store(settings.TINTYPE_OBJECTS)
    yield made
    made.delete([PHOTO, ORIGINAL])
    made.client.delete_bucket(Bucket=name)


def statuses(bucket: S3Store, settings: Settings, referer: str) -> list[int]:
    raw = Raw(settings.TINTYPE_OBJECTS, settings.TINTYPE_OBJECTS.upload_url)
    return [raw.get(key, Referer=referer).status for key in (PHOTO, ORIGINAL)]


def test_a_bucket_is_made_and_may_be_prepared_again(bucket: S3Store, settings: Settings) -> None:
    for _ in range(2):
        prepare_store()
        for key in (PHOTO, ORIGINAL):
            put_object(key, b"bytes", "image/jpeg")
    assert statuses(bucket, settings, derived("origin")) == [200, 403]
    assert store().sizes([PHOTO, ORIGINAL]) == {PHOTO: 5, ORIGINAL: 5}


def test_another_secret_shuts_out_who_has_the_former_one(bucket: S3Store, settings: Settings) -> None:
    prepare_store()
    put_object(PHOTO, b"bytes", "image/jpeg")
    prepare(bucket, origin_secret=ORIGIN_SECRET, site=SITE)
    assert statuses(bucket, settings, derived("origin"))[0] == 403
    assert statuses(bucket, settings, ORIGIN_SECRET)[0] == 200


def test_uploads_die_by_themselves_and_nothing_else_does(bucket: S3Store) -> None:
    prepare_store()
    rules = bucket.client.get_bucket_lifecycle_configuration(Bucket=bucket.bucket)["Rules"]
    assert [(rule["Filter"], rule["Status"], rule["Expiration"]) for rule in rules] == [
        ({"Prefix": "incoming/"}, "Enabled", {"Days": 14})
    ]


def test_a_bucket_that_was_open_is_closed(bucket: S3Store, settings: Settings) -> None:
    """As somebody may have made it by hand, to try."""
    bucket.client.create_bucket(Bucket=bucket.bucket, ACL="public-read")
    prepare_store()
    for key in (PHOTO, ORIGINAL):
        put_object(key, b"bytes", "image/jpeg")
    raw = Raw(settings.TINTYPE_OBJECTS, settings.TINTYPE_OBJECTS.upload_url)
    assert [raw.get(address).status for address in (PHOTO, ORIGINAL, "", "?list-type=2")] == [403] * 4
