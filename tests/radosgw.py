"""A radosgw of a test's own: `with radosgw(home) as objects: ...`, where it answers with an empty Ceph behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tintype.cluster import radosgw as ceph
from tintype.cluster.account import find_account
from tintype.cluster.engines import running
from tintype.cluster.home import prepare_home
from tintype.cluster.ports import choose_port
from tintype.cluster.program import Program
from tintype.config.objects import ACCESS_KEY, REGION
from tintype.config.topology import ObjectStore

SECRET = "only-for-tests"


@contextmanager
def radosgw(path: Path, *, secret: str = SECRET, durable: bool = False) -> Iterator[ObjectStore]:
    """In memory unless durable, in about 3 seconds. As root the path has to lie where others may pass."""
    objects, programs = described(path, secret, durable=durable)
    with running(prepare_home(path), programs):
        yield objects


def described(path: Path, secret: str = SECRET, *, durable: bool = False) -> tuple[ObjectStore, list[Program]]:
    """Monitor, OSD and radosgw, none of which runs yet."""
    endpoint = f"http://127.0.0.1:{choose_port('127.0.0.1')}"
    objects = ObjectStore(
        kind="radosgw",
        path=path / "ceph",
        endpoint=endpoint,
        region=REGION,
        bucket="tintype",
        upload_url=f"{endpoint}/tintype",
        access_key=ACCESS_KEY,
        secret_key=secret,
        gigabytes=4,
    )
    account = find_account(prepare_home(path), [objects.path])
    return objects, ceph.programs(objects, choose_port("127.0.0.1"), secret, account, durable=durable)
