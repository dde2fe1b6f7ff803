"""A site moves its photos to radosgw and back while people post, look and delete: nobody misses anything."""

import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import uuid4

import pytest
from PIL import Image

from tests.cluster.real import Real
from tests.crash.client import Client
from tests.photos.imaging.camera import encoded
from tintype.config.topology import PACKAGED

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PHOTO = encoded(Image.new("RGB", (320, 240), (40, 80, 120)))
DIRECTORY = 'kind = "directory"\npath = "{home}/objects"\n'
RADOSGW = """\
kind = "radosgw"
host = "127.0.0.1"
port = 0
bucket = "tintype"
path = "{home}/ceph"
gigabytes = 2
"""
PACKAGED_FILE = (PACKAGED / "embedded.toml").read_text()
# Of objects of nobody's, so that the mover has something to do.
FILLERS = 600
# Without it a person alone keeps a processor busy, of which the mover has the less; a hundred posts show no more than
# thirty.
BREATH_SECONDS = 0.2
MOVE = [sys.executable, "-c", "from tintype.cli import main; main()", "storage", "move"]


@pytest.fixture
def file(real: Real, tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(PACKAGED_FILE)
    real.environment["TINTYPE_RATE_LIMITS"] = "false"
    started = real.run("up", "--detach", "--topology", str(path))
    assert started.returncode == 0, started.stderr
    return path


def describe(file: Path, objects: str, former: str = "") -> None:
    table = f"{objects}\n[objects.former]\n{former}" if former else objects
    file.write_text(PACKAGED_FILE.replace(DIRECTORY, table))


class Life:
    """Somebody who posts, looks at every photo, and deletes some posts, all the time."""

    def __init__(self, real: Real) -> None:
        self.real = real
        self.person = Client(real.port, "anna")
        self.person.sign_up()
        self.posts: list[int] = []
        self.deleted: list[int] = []
        self.is_over = False
        self.errors: list[str] = []

    @contextmanager
    def going_on(self) -> Iterator[None]:
        self.is_over = False
        thread = threading.Thread(target=self._live)
        thread.start()
        try:
            yield
        finally:
            self.is_over = True
            thread.join()
        assert self.errors == []

    def _live(self) -> None:
        try:
            while not self.is_over:
                self.post()
                if len(self.posts) % 3 == 0:
                    self.delete(self.posts.pop(0))
                self.look()
                time.sleep(BREATH_SECONDS)
        except Exception as error:  # noqa: BLE001  said by the test, which this thread cannot fail
            self.errors.append(repr(error))

    def post(self) -> None:
        photo = self.person.bring_up(PHOTO)
        self.person.wait_until_ready(photo)
        self.posts.append(self.person.publish(photo, "by the sea", uuid4().hex))

    def delete(self, post: int) -> None:
        self.person._form(f"/p/{post}/delete/", {})
        self.deleted.append(post)

    def look(self) -> None:
        """At each photo of each post, in every size."""
        for post in self.posts:
            shown = set(re.findall(r'(/media/photos/[^"\s,]+)', self.person.get(f"/p/{post}/").replace("&amp;", "&")))
            assert shown, f"post {post} shows no photo"
            for address in shown:
                self._fetch(address)

    def _fetch(self, address: str) -> None:
        try:
            with urlopen(f"http://127.0.0.1:{self.real.port}{address}", timeout=20) as answer:
                assert answer.read()
        except HTTPError as error:
            raise AssertionError(f"{address}: {error.code}") from error


def fill(real: Real) -> None:
    folder = real.home / "objects" / "avatars" / "1"
    folder.mkdir(parents=True)
    for _ in range(FILLERS):
        (folder / f"{secrets.token_urlsafe(16)}.jpg").write_bytes(secrets.token_bytes(5_000))


def killed_in_the_middle(real: Real) -> None:
    with subprocess.Popen(MOVE, env=real.environment, stdout=subprocess.PIPE, text=True) as mover:
        for line in mover.stdout or ():
            if line.startswith("copying"):
                break
        time.sleep(0.7)
        mover.send_signal(signal.SIGKILL)
    assert mover.returncode == -signal.SIGKILL


def test_photos_move_to_radosgw_and_back_while_people_go_on(real: Real, file: Path) -> None:
    life = Life(real)
    life.post()
    fill(real)
    before = real.pids()
    said = real.run("storage", "move")
    assert said.returncode == 1
    assert f"[objects.former]\n{DIRECTORY}" in said.stderr

    with life.going_on():
        describe(file, RADOSGW, DIRECTORY)
        assert real.run("storage", "prepare").returncode == 0
        checked = real.run("storage", "check")
        assert (checked.returncode, checked.stdout.count("ok  ")) == (0, 15), checked.stdout
        killed_in_the_middle(real)
        assert "is not finished" in real.run("storage", "show").stdout
        moved = real.run("storage", "move")
        assert moved.returncode == 0, moved.stderr
    copied = re.search(r"^([\d,]+) objects were copied", moved.stdout, re.MULTILINE)
    # The rest came before the mover was killed.
    assert 0 < int((copied or "00")[1].replace(",", "")) < FILLERS
    assert "0 objects were copied" in real.run("storage", "move").stdout
    assert {name: pid for name, pid in real.pids().items() if name in before} == before

    describe(file, RADOSGW)
    assert "names no other store" in real.run("storage", "move").stderr
    (real.home / "objects").rename(real.home / "objects-of-old")
    life.look()

    with life.going_on():
        describe(file, DIRECTORY, RADOSGW)
        moved = real.run("storage", "move")
        assert moved.returncode == 0, moved.stderr
    describe(file, DIRECTORY)
    assert real.run("storage", "move").returncode == 1
    life.look()
    deep = real.run("check", "--deep").stdout
    assert "BAD" not in deep, deep
    assert len(life.deleted) > 2


def test_a_start_without_the_former_store_is_refused_until_all_have_come(real: Real, file: Path) -> None:
    fill(real)
    describe(file, RADOSGW, DIRECTORY)
    killed_in_the_middle(real)
    assert real.run("down").returncode == 0
    describe(file, RADOSGW)
    refused = real.run("up", "--detach")
    assert refused.returncode == 1
    assert "warn  objects: not all have come out of the directory" in real.run("check").stdout
    assert f"Objects are being moved out of the directory {real.home}/objects" in refused.stderr
    describe(file, RADOSGW, DIRECTORY)
    assert real.run("up", "--detach").returncode == 0
    moved = real.run("storage", "move")
    assert moved.returncode == 0, moved.stderr


def test_a_store_that_is_half_configured_stops_the_start(real: Real, tmp_path: Path) -> None:
    """Nobody listens there."""
    file, keys = tmp_path / "mine.toml", tmp_path / "keys"
    keys.write_text("access\nsecret\n")
    there = f'endpoint = "http://127.0.0.1:9"\nregion = "us-east-1"\nbucket = "b"\nkeys_file = "{keys}"\n'
    describe(file, f'kind = "s3"\n{there}')
    refused = real.run("up", "--detach", "--topology", str(file))
    assert refused.returncode == 1
    assert "the bucket b at http://127.0.0.1:9 cannot be used. Tintype does not start with it." in refused.stderr
    assert "keys_file" in refused.stderr
