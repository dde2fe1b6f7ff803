"""The object store of a topology: a directory, radosgw that `tintype up` runs, or somebody's S3."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from tintype.config.servers import MOST_PORT
from tintype.config.tables import Table

RADOSGW = "radosgw"
KINDS = ("directory", RADOSGW, "s3")
# Of radosgw, whose secret comes from the secret key.
ACCESS_KEY = "tintype"
# Radosgw has none; with this one a bucket is made without naming a place for it.
REGION = "us-east-1"
MOST_GIGABYTES = 1_000_000


@dataclass(frozen=True)
class ObjectStore:
    kind: str
    path: Path = Path()  # of what `tintype up` keeps on this machine
    endpoint: str = ""
    region: str = ""
    bucket: str = ""
    upload_url: str = ""  # where browsers and phones send their forms; empty: to the web server
    access_key: str = ""
    secret_key: str = field(default="", repr=False)  # for radosgw it is filled in by the settings
    gigabytes: int = 0  # what radosgw may come to need
    # The store that is being moved away from: read, deleted from, never written.
    former: "ObjectStore | None" = None

    @property
    def name(self) -> str:
        """In sentences."""
        return f"the bucket {self.bucket} at {self.endpoint}" if self.is_s3 else f"the directory {self.path}"

    @property
    def is_s3(self) -> bool:
        return self.kind != "directory"

    @property
    def address(self) -> tuple[str, int]:
        at = urlsplit(self.endpoint)
        usual = 443 if at.scheme == "https" else 80
        return at.hostname or "", usual if at.port is None else at.port


def with_secret(objects: ObjectStore, secret_key: str) -> ObjectStore:
    """Radosgw's, which is made of the secret key; another S3 has its own."""
    former = with_secret(objects.former, secret_key) if objects.former else None
    return replace(objects, former=former, secret_key=secret_key if objects.kind == RADOSGW else objects.secret_key)


def upload_urls(objects: ObjectStore, site: str) -> list[str]:
    """Where browsers send what they upload; of the former store, too, which keeps answering for a while."""
    return [each.upload_url or f"{site}/store/" for each in (objects, objects.former) if each]


def mark_of(home: Path) -> Path:
    """A file that says which store is in use: `tintype up` writes it, and `tintype storage move`."""
    return home / "run" / "objects-in-use"


def record_of(home: Path) -> Path:
    """A file that is there while objects are being moved."""
    return home / "objects-moving"


def in_use(objects: ObjectStore, home: Path) -> ObjectStore:
    """Somebody may have described another store in the topology, and not begun to move there yet.

    Where they turn back in the middle of a move, each of the two has what the other lacks.
    """
    mark, former = mark_of(home), objects.former
    if former and mark.exists() and mark.read_text() == former.name:
        return replace(former, former=replace(objects, former=None) if record_of(home).exists() else None)
    return objects


def read_objects(table: Table, recorded: Mapping[str, int]) -> ObjectStore:
    """Port 0 of radosgw means: `tintype up` chooses a free one and records it."""
    kind = table.text("kind")
    if kind not in KINDS:
        raise table.wrong(f"kind {kind!r} is unknown; it is {', '.join(KINDS)}", "kind")
    former = read_objects(table.table("former"), recorded) if table.has("former") else None
    if former and (former.former or former.kind == kind == RADOSGW):
        raise table.wrong("there is one former store, and only one of the two is radosgw", "former")
    if kind == "directory":
        objects = ObjectStore(kind, Path(table.text("path")), former=former)
    else:
        objects = _radosgw(table, recorded, former) if kind == RADOSGW else _s3(table, former)
    table.finish()
    return objects


def _radosgw(table: Table, recorded: Mapping[str, int], former: ObjectStore | None) -> ObjectStore:
    port = table.number("port", 0, MOST_PORT) or recorded.get(RADOSGW, 0)
    endpoint, bucket = f"http://{table.text('host')}:{port}", table.text("bucket")
    return ObjectStore(
        RADOSGW,
        Path(table.text("path")),
        endpoint=endpoint,
        region=REGION,
        bucket=bucket,
        upload_url=_upload_url(table, f"{endpoint}/{bucket}"),
        access_key=ACCESS_KEY,
        gigabytes=table.number("gigabytes", 1, MOST_GIGABYTES),
        former=former,
    )


def _s3(table: Table, former: ObjectStore | None) -> ObjectStore:
    endpoint, bucket = table.text("endpoint").rstrip("/"), table.text("bucket")
    if not endpoint.startswith(("http://", "https://")):
        raise table.wrong(f"endpoint should start with https:// or http://, not be {endpoint!r}", "endpoint")
    access_key, secret_key = _keys(table)
    return ObjectStore(
        "s3",
        endpoint=endpoint,
        region=table.text("region"),
        bucket=bucket,
        upload_url=_upload_url(table, f"{endpoint}/{bucket}"),
        access_key=access_key,
        secret_key=secret_key,
        former=former,
    )


def _upload_url(table: Table, otherwise: str) -> str:
    return table.text("upload_url") if table.has("upload_url") else otherwise


def _keys(table: Table) -> tuple[str, str]:
    """Not in the topology itself, which people show each other."""
    path = table.text("keys_file")
    try:
        lines = Path(path).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise table.wrong(f"cannot read keys_file {path}: {error}", "keys_file") from None
    if len(lines) != 2:  # noqa: PLR2004  said in the message
        raise table.wrong(f"keys_file {path} should have two lines, the access key and the secret key", "keys_file")
    return lines[0], lines[1]
