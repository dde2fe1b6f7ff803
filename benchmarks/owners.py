"""The owner map against a key for each post: bytes a post, and posts looked up a second."""

import random
import subprocess
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.report import table
from tintype.cluster.ready import wait_until
from tintype.cluster.valkey import SETTINGS
from tintype.cluster.wheels import valkey_server

PEOPLE = 14_000_000
POSTS_A_SECOND = 25
FIRST_MS = 28_166_400_000  # 2026-11-22, in milliseconds since the epoch of ids
BATCH = 100_000
PAGE = 20
READY_SECONDS = 30
FREED_SECONDS = 300

# Post ids, and whose they are.
Posts = tuple[Sequence[int], Sequence[int]]


def measure(count: int, rounds: int, seconds: int) -> str:
    posts = _posts(count)
    with _redis():
        _put(
            dict(zip(*(column[:BATCH] for column in posts), strict=True))
        )  # scripts, buffers and the allocator's own are there before anything is measured
        _empty()
        sizes = {
            "owner map, filled in the order of time": _bytes_a_post(posts, _put),
            "a key for each post (SET)": _bytes_a_post(posts, _set),
        }
        speed = _speed(posts[0], rounds, seconds)
        _empty()
        sizes["owner map, filled in random order"] = _bytes_a_post(_shuffled(posts), _put)
    rows = [f"| {name} | {size:.2f} |" for name, size in sizes.items()]
    about = f"Ids as next_id makes them at {POSTS_A_SECOND} posts a second of {PEOPLE:,} people."
    return "\n".join(
        [f"## Owner map, {count:,} posts", "", "| | bytes a post |", "| --- | --- |", *rows, "", about, "", speed]
    )


def _posts(count: int) -> Posts:
    from tintype.sharding.scope import shard_of

    chance = random.Random(1)
    ids, owners = array("q"), array("q")
    for number in range(count):
        owner = 5063 * chance.randint(1, PEOPLE)
        owners.append(owner)
        ids.append(FIRST_MS + number * 1000 // POSTS_A_SECOND << 23 | shard_of(owner) << 10)
    return ids, owners


def _shuffled(posts: Posts) -> Posts:
    order = array("q", range(len(posts[0])))
    random.Random(2).shuffle(order)
    ids, owners = posts
    return array("q", (ids[at] for at in order)), array("q", (owners[at] for at in order))


def _bytes_a_post(posts: Posts, put: Callable[[dict[int, int]], None]) -> float:
    from tintype.lib.redis import client

    before = client().info("memory")["used_memory"]
    ids, owners = posts
    for start in range(0, len(ids), BATCH):
        put(dict(zip(ids[start : start + BATCH], owners[start : start + BATCH], strict=True)))
    return float(client().info("memory")["used_memory"] - before) / len(ids)


def _empty() -> None:
    """Past the product's client: it waits for two seconds (and any other for five); ten million keys take longer."""
    import redis
    from django.conf import settings

    patient: Any = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=FREED_SECONDS)
    patient.execute_command("FLUSHALL", "SYNC")


def _put(owners: dict[int, int]) -> None:
    from tintype.photos.owners.kept import put

    put(owners)


def _key(post_id: int) -> str:
    return f"owner:{post_id}"


def _set(owners: dict[int, int]) -> None:
    from tintype.lib.redis import client

    with client().pipeline(transaction=False) as pipeline:
        for post_id, owner_id in owners.items():
            pipeline.set(_key(post_id), owner_id)
        pipeline.execute()


def _speed(ids: Sequence[int], rounds: int, seconds: int) -> str:
    from tintype.photos.owners.kept import look_up

    results = [
        (
            _per_second(ids, seconds, look_up),
            _per_second(ids, seconds, _get),
            _per_second(ids, seconds, _get_one_by_one),
        )
        for _ in range(rounds)
    ]
    limits = ["MGET: of 20 keys at once", "GET: 20 keys, one after the other"]
    return table("Owner map, lookups", "owner map: posts, 20 at once, by one client", limits, results)


def _get(post_ids: list[int]) -> None:
    from tintype.lib.redis import ask

    ask("MGET", *map(_key, post_ids))


def _get_one_by_one(post_ids: list[int]) -> None:
    from tintype.lib.redis import ask

    for post_id in post_ids:
        ask("GET", _key(post_id))


def _per_second(ids: Sequence[int], seconds: int, look_up: Callable[[list[int]], object]) -> float:
    """Posts a second, any of them by chance."""
    chance = random.Random(3)
    started, pages = time.monotonic(), 0
    while time.monotonic() - started < seconds:
        look_up([ids[chance.randrange(len(ids))] for _ in range(PAGE)])
        pages += 1
    return pages * PAGE / (time.monotonic() - started)


@contextmanager
def _redis() -> Iterator[None]:
    """The product's Redis, but that it may take all the memory it needs."""
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="tintype-bench-") as directory:
        socket = Path(directory) / "redis.sock"
        options = SETTINGS | {"port": "0", "unixsocket": str(socket), "dir": directory, "maxmemory": "0"}
        command = [str(valkey_server()), *(part for name, value in options.items() for part in (f"--{name}", value))]
        settings.configure(REDIS_URL=f"unix://{socket}?db=0", REDIS_NODES=(), REDIS_PREFIX="")
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            if reason := wait_until(_answers, READY_SECONDS, partial(_ended, child)):
                raise SystemExit(f"Redis does not come up: {reason}")
            yield
        finally:
            child.terminate()
            child.wait(READY_SECONDS)


def _answers() -> str:
    from tintype.lib.redis import RedisDown, client

    try:
        client().ping()
    except RedisDown as error:
        return str(error)
    return ""


def _ended(child: subprocess.Popen[bytes]) -> str:
    return "it has ended" if child.poll() is not None else ""
