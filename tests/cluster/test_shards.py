"""A site gets another PostgreSQL server and another shard database while people are in: no process is started anew."""

from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from tests.cluster.real import Real
from tests.crash.client import Client
from tests.photos.imaging.camera import encoded
from tintype.config.topology import PACKAGED

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PHOTO = encoded(Image.new("RGB", (320, 240), (40, 80, 120)))
NEW = """
[postgres.second]
host = "{home}/run/postgres"
port = 5433
user = "tintype"

[[shards]]
name = "shard3"
server = "second"
database = "shard3"
"""
# Accounts are numbered in steps of 5,063, so the first one lives on this logical shard, in shard2.
FIRST = 5063


def places(real: Real) -> dict[str, str]:
    """Database -> its line in `tintype shards`."""
    shown = real.run("shards")
    assert shown.returncode == 0, shown.stderr
    return {line.split()[0]: line for line in shown.stdout.splitlines()[1:] if line.startswith("shard")}


@pytest.fixture
def file(real: Real, tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text((PACKAGED / "embedded.toml").read_text())
    started = real.run("up", "--detach", "--topology", str(path))
    assert started.returncode == 0, started.stderr
    return path


def test_a_database_is_added_and_gets_its_share(real: Real, file: Path) -> None:
    anna = Client(real.port, "anna")
    anna.sign_up()
    post = published(anna, "before")
    before = real.pids()

    what_to_add(real, file)
    assert "4096 - 8191" in places(real)["shard2"]
    refused = real.run("shards", "rebalance")
    assert (refused.returncode, "Move these" in refused.stdout) == (1, True)
    assert "none" in places(real)["shard3"]

    assert real.run("shards", "move", f"{FIRST}", "--to", "shard3").returncode == 0
    moved = real.run("shards", "rebalance", "--yes")
    assert moved.returncode == 0, moved.stderr
    assert moved.stdout.count("these shards were not written to for") == 2
    assert 2600 < int(places(real)["shard3"].split()[5].replace(",", "")) < 2800
    assert "Nothing to move" in real.run("shards", "rebalance").stdout

    anna.comment(post, "from its new place", uuid4().hex)
    assert "from its new place" in anna.get(f"/p/{post}/")
    after = published(anna, "after")
    assert anna.feed() == [after, post]
    assert {name: pid for name, pid in real.pids().items() if name in before} == before


def published(person: Client, caption: str) -> int:
    photo = person.bring_up(PHOTO)
    person.wait_until_ready(photo)
    return person.publish(photo, caption, uuid4().hex)


def what_to_add(real: Real, file: Path) -> None:
    """It says what is missing in the file; once that is there, it goes through, and again without harm."""
    refused = real.run("shards", "add", "shard3")
    assert refused.returncode == 1
    assert '[[shards]]\nname = "shard3"\nserver = "main"\ndatabase = "shard3"\n' in refused.stderr
    assert str(file) in refused.stderr
    file.write_text(file.read_text() + NEW)
    for _ in range(2):
        added = real.run("shards", "add", "shard3")
        assert added.returncode == 0, added.stderr
        assert "shard3 is ready" in added.stdout
