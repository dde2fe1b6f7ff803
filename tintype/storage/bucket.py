"""What the bucket of an S3 is told once: who may read what, which pages may use it, how long uploads lie there."""

import json
from http import HTTPStatus
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from tintype.storage.s3 import S3Store
from tintype.storage.s3_client import said_plainly

# Where boto3 must not name the region that it makes a bucket in.
_NAMELESS_REGION = "us-east-1"
# Stores without access control lists (Amazon's, unless they are switched on) have nothing to be closed.
_KNOW_NO_LISTS = {"AccessControlListNotSupported", "NotImplemented"}
_SHOWN = ("photos", "avatars", "headers")


def prepare(store: S3Store, *, origin_secret: str, site: str) -> None:
    """May be done again at any time. Raises StoreUnreachable, and botocore's ClientError for what the keys may not do.

    `origin_secret` opens what is shown to others, without listing it; an edge says it as `Referer`, the one header
    that bucket policies can ask for on Amazon's S3 and on radosgw. Everything else is for who has the keys.
    """
    with said_plainly():
        _make(store)
        _close(store)
        store.client.put_bucket_policy(Bucket=store.bucket, Policy=json.dumps(_policy(store.bucket, origin_secret)))
        store.client.put_bucket_cors(Bucket=store.bucket, CORSConfiguration={"CORSRules": [_cors(site)]})
        store.client.put_bucket_lifecycle_configuration(
            Bucket=store.bucket, LifecycleConfiguration={"Rules": [_INCOMING_DIES]}
        )


# The hourly sweep takes after a day what no post waits for. This is for a Tintype that does not run any more, and long
# enough for workers that were away over some days: a post may be made before they have looked at its photos.
_INCOMING_DIES = {
    "ID": "incoming",
    "Status": "Enabled",
    "Filter": {"Prefix": "incoming/"},
    "Expiration": {"Days": 14},
}


def _make(store: S3Store) -> None:
    try:
        store.client.head_bucket(Bucket=store.bucket)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != HTTPStatus.NOT_FOUND:
            raise
        region = store.client.meta.region_name
        place = {} if region == _NAMELESS_REGION else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        store.client.create_bucket(Bucket=store.bucket, **place)


def _close(store: S3Store) -> None:
    """Somebody who tried it out by hand may have let everybody list the bucket."""
    try:
        store.client.put_bucket_acl(Bucket=store.bucket, ACL="private")
    except ClientError as error:
        if error.response["Error"]["Code"] not in _KNOW_NO_LISTS:
            raise


def _policy(bucket: str, origin_secret: str) -> dict[str, object]:
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": [f"arn:aws:s3:::{bucket}/{folder}/*" for folder in _SHOWN],
        "Condition": {"StringEquals": {"aws:Referer": origin_secret}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _cors(site: str) -> dict[str, object]:
    """The pages of the site send their forms, and read the original that they develop anew."""
    return {
        "AllowedOrigins": _origins(site),
        "AllowedMethods": ["GET", "POST"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 3600,
    }


def _origins(site: str) -> list[str]:
    """For a browser.

    >>> _origins("https://photos.example.org")
    ['https://photos.example.org']
    >>> _origins("http://localhost:8000")
    ['http://localhost:8000', 'http://127.0.0.1:8000']
    """
    address = urlsplit(site)
    own = f"{address.scheme}://{address.netloc}"
    # Somebody who tries Tintype at home opens either; for a browser they are two sites.
    return [own, own.replace("localhost", "127.0.0.1")] if address.hostname == "localhost" else [own]
