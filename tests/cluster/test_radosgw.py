"""Radosgw as a topology describes it: it forgets nothing that it has acknowledged, and keeps its secret."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.cluster.real import processes_in
from tests.radosgw import described, radosgw
from tintype.cluster.errors import ClusterError
from tintype.cluster.ready import wait_until
from tintype.config.topology import ObjectStore

pytestmark = pytest.mark.slow
SETTINGS = Config(
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    retries={"total_max_attempts": 1},
)


@pytest.fixture
def home() -> Iterator[Path]:
    """Where the user that Ceph runs as may pass."""
    path = Path(tempfile.mkdtemp(prefix="tintype-ceph-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def client(objects: ObjectStore) -> Any:
    keys = {"aws_access_key_id": objects.access_key, "aws_secret_access_key": objects.secret_key}
    return boto3.client("s3", endpoint_url=objects.endpoint, region_name=objects.region, config=SETTINGS, **keys)


def test_what_was_acknowledged_is_there_after_a_crash_under_another_port_and_another_secret(home: Path) -> None:
    with radosgw(home, durable=True, secret="first") as objects:
        store = client(objects)
        store.create_bucket(Bucket="photos")
        for n in range(20):
            store.put_object(Bucket="photos", Key=f"k{n}", Body=b"bytes" * 20_000)
        for pid in processes_in(home):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    with radosgw(home, durable=True, secret="second") as again:
        assert again.endpoint != objects.endpoint
        store = client(again)
        assert len(store.list_objects_v2(Bucket="photos")["Contents"]) == 20
        assert store.get_object(Bucket="photos", Key="k19")["Body"].read() == b"bytes" * 20_000
        was = ObjectStore(**(vars(again) | {"secret_key": "first"}))
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            client(was).list_objects_v2(Bucket="photos")


def test_one_that_is_ended_while_ceph_does_not_answer_leaves_nothing_behind(home: Path) -> None:
    *_, program = described(home)[1]
    process = subprocess.Popen(program.tethered(), cwd=home)
    assert wait_until(lambda: "" if is_telling(home) else "not yet", 30) == ""
    process.kill()
    process.wait(30)
    assert wait_until(lambda: "left" if processes_in(home) else "", 10) == ""


def is_telling(home: Path) -> bool:
    return any(command.startswith("radosgw-admin ") for command in processes_in(home).values())


def test_its_secret_is_for_nobody_else_to_read(home: Path) -> None:
    with radosgw(home, secret="nobody-knows-this"):
        assert len(processes_in(home)) == 3
        assert not [command for command in processes_in(home).values() if "nobody-knows-this" in command]
        holders = [
            path for path in (home / "ceph").iterdir() if path.is_file() and b"nobody-knows" in path.read_bytes()
        ]
    assert [path.name for path in holders] == ["user.json"]
    assert holders[0].stat().st_mode & 0o777 == 0o600


def test_a_machine_without_ceph_is_told_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "ceph-osd" else there(name))
    with pytest.raises(ClusterError, match=r"ceph-osd is not installed[\s\S]*apt-get install radosgw"), radosgw(home):
        pass
