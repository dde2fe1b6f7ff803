"""The object store that is an S3: Amazon's, Ceph's radosgw or another. Slow to import because of boto3."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from os.path import commonprefix
from typing import Any, BinaryIO

from tintype.config.objects import ObjectStore
from tintype.storage import presign
from tintype.storage.errors import ObjectMissing, too_large, too_small
from tintype.storage.keys import content_type_of, is_face, is_incoming, is_key, is_photo
from tintype.storage.policy import Grant
from tintype.storage.records import Spared
from tintype.storage.s3_client import client_of, digest, said_plainly
from tintype.storage.s3_reader import S3Reader
from tintype.storage.sigv4 import Signer, utc_now

# S3 lists and deletes as many at once.
_BATCH = 1_000
_CHUNK_BYTES = 256 * 1024
_NOT_FOUND = "404"
_IMMUTABLE = "public, max-age=31536000, immutable"
_OWNERS_ONLY = "private, max-age=600"


class S3Store:
    def __init__(self, described: ObjectStore, signer: Signer) -> None:
        self.client = client_of(described)
        self.bucket = described.bucket
        self._signer = signer

    def create(self, grant: Grant, file: BinaryIO) -> None:
        """Under a key that is new: S3 itself would replace what is there."""
        data = file.read(grant.max_bytes + 1)
        if len(data) > grant.max_bytes:
            raise too_large(grant.max_bytes)
        if len(data) < grant.min_bytes:
            raise too_small(grant.min_bytes)
        self.put(grant.key, data, grant.content_type)

    def put(self, key: str, data: bytes, content_type: str) -> None:
        with said_plainly(key):
            self.client.put_object(
                **self._named(key), Body=data, ContentMD5=digest(data), **_said_of(key, content_type)
            )

    def open(self, key: str) -> BinaryIO:
        return io.BufferedReader(S3Reader(self.client, self._named(key)), _CHUNK_BYTES)

    def size(self, key: str) -> int:
        return int(self._head(key)["ContentLength"])

    def changed_at(self, key: str) -> datetime:
        changed_at: datetime = self._head(key)["LastModified"]
        return changed_at

    def sizes(self, keys: Iterable[str]) -> dict[str, int]:
        """Of those that are there, by lists: one answers for up to a thousand neighbours, and at least for one key."""
        wanted = sorted({key for key in keys if is_key(key)}, reverse=True)
        prefix = commonprefix(wanted)  # noqa: RUF071  what S3 lists by is no folder
        found: dict[str, int] = {}
        while wanted:
            there, is_last = self._neighbours(wanted[-1], prefix)
            while wanted and (is_last or wanted[-1] <= max(there)):
                key = wanted.pop()
                found |= {key: there[key]} if key in there else {}
        return found

    def _neighbours(self, key: str, prefix: str) -> tuple[dict[str, int], bool]:
        """The sizes of this key and those that follow, and whether that is all."""
        with said_plainly():
            # What is listed comes after `StartAfter`, and the key itself is wanted too.
            page = self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, StartAfter=key[:-1])
        return {entry["Key"]: int(entry["Size"]) for entry in page.get("Contents", ())}, not page["IsTruncated"]

    def copy(self, source_key: str, target_key: str) -> None:
        source = self._named(source_key)
        said = _said_of(target_key, content_type_of(target_key))
        with said_plainly(source_key):
            self.client.copy_object(**self._named(target_key), CopySource=source, MetadataDirective="REPLACE", **said)

    def delete(self, keys: Iterable[str]) -> None:
        left = iter([self._named(key)["Key"] for key in keys])
        while batch := [{"Key": key} for key in islice(left, _BATCH)]:
            with said_plainly():
                answer = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": batch, "Quiet": True})
            if errors := answer.get("Errors"):
                raise OSError(f"{len(errors)} objects were not deleted, the first for {errors[0].get('Code')}")

    def consume(self, key: str) -> None:
        """S3 cannot keep the key taken. What the form brings again lies there unread, until it is swept."""
        self.delete([key])

    def keys(self, folder: str) -> Iterator[str]:
        return (entry["Key"] for entry in self._listed(f"{folder}/"))

    def sweep_incoming(self, older_than: timedelta, spared: Spared) -> int:
        before = utc_now() - older_than
        listed = ((entry["Key"], entry["LastModified"]) for entry in self._listed("incoming/"))
        old = [key for key, changed_at in listed if changed_at < before and is_incoming(key)]
        kept = spared(old)
        swept = [key for key in old if key not in kept]
        self.delete(swept)
        return len(swept)

    def signed_url(self, key: str, seconds: int) -> str:
        return presign.signed_url(self._signer, key, seconds, utc_now())

    def _named(self, key: str) -> dict[str, str]:
        if not is_key(key):
            raise ObjectMissing(key)
        return {"Bucket": self.bucket, "Key": key}

    def _head(self, key: str) -> Any:
        named = self._named(key)
        with said_plainly(key):
            try:
                return self.client.head_object(**named)
            except self.client.exceptions.ClientError as error:
                if error.response["Error"]["Code"] != _NOT_FOUND:
                    raise
            # Such an answer has no text. That the whole bucket is not there must not pass for a lost photo.
            self.client.head_bucket(Bucket=self.bucket)
        raise ObjectMissing(key)

    def _listed(self, prefix: str) -> Iterator[Any]:
        with said_plainly():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                yield from page.get("Contents", ())


def _said_of(key: str, content_type: str) -> dict[str, str]:
    """A key never gets other bytes that mean something else, so whoever has them need not ask again."""
    return {"ContentType": content_type, "CacheControl": _IMMUTABLE if is_photo(key) or is_face(key) else _OWNERS_ONLY}
