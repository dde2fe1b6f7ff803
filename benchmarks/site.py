"""A Tintype of the benchmark's own: started with the product's command, filled through the product's actions."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tintype.config.topology import Topology

READERS = 8
AUTHORS = 20
POSTS_EACH = 2
WAIT_SECONDS = 120
CAPTION = "Morning light over the harbour, the boats still asleep. Number {} of this week. #harbour #morning"


@dataclass(frozen=True)
class Reader:
    id: int
    cookie: str


@dataclass(frozen=True)
class Site:
    home: Path
    topology: Topology
    readers: list[Reader]
    post_ids: list[int]


@contextmanager
def site(port: int, topology: str) -> Iterator[Site]:
    """Everything on one shard database, so that one pgbench reaches all of a like."""
    with tempfile.TemporaryDirectory(prefix="tintype-bench-") as directory:
        home = Path(directory)
        os.environ |= {
            "TINTYPE_HOME": str(home),
            "TINTYPE_PORT": str(port),
            "TINTYPE_TOPOLOGY": topology,
            "TINTYPE_RATE_LIMITS": "false",
            "DJANGO_SETTINGS_MODULE": "tintype.config.settings",
        }
        tintype("up", "--detach")
        try:
            yield filled(home)
        finally:
            tintype("down")


def tintype(*words: str) -> None:
    subprocess.run([Path(sys.executable).with_name("tintype"), *words], check=True, stdout=sys.stderr)


def filled(home: Path) -> Site:
    """The environment is set and the databases are there, so Django can be set up only now."""
    import django

    django.setup()
    from django.conf import settings

    # Nobody types a password here, and the product's hash takes 0.2 s of a processor, for some 60 people.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from tintype.graph.actions import follow
    from tintype.testing.posts import make_post

    readers = [_person_on_shard1() for _ in range(READERS)]
    post_ids = []
    for _ in range(AUTHORS):
        author = _person_on_shard1()
        for reader in readers:
            follow(reader.id, author.id)
        post_ids += [make_post(author.id, CAPTION.format(number)) for number in range(POSTS_EACH)]
    wait_for_workers()
    return Site(home, settings.TOPOLOGY, readers, post_ids)


def wait_for_workers() -> None:
    """Until all that was enqueued is done, so that it does not run beside the measurement."""
    from tintype.sharding.databases import primaries
    from tintype.tasks.models import OutboxRow

    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if not any(OutboxRow.objects.using(database).exists() for database in primaries()):
            return
        time.sleep(0.1)
    raise SystemExit(f"the workers were not done after {WAIT_SECONDS} seconds")


def _person_on_shard1() -> Reader:
    from django.conf import settings

    from tintype.sharding.map import database_of
    from tintype.sharding.scope import shard_of
    from tintype.testing.member import make_member

    while True:
        member = make_member("bench")
        if database_of(shard_of(member.id)) == "shard1":
            return Reader(member.id, member.client.cookies[settings.SESSION_COOKIE_NAME].value)
