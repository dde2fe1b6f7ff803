"""How large this place is, as everybody may know."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from tintype.accounts.queries import count_people
from tintype.lib.remember import Remembered
from tintype.photos.models import Post
from tintype.sharding.databases import shard_databases
from tintype.sharding.scope import on_database
from tintype.sharding.walk import about

# Above it, PostgreSQL's estimate will do: to count takes seconds then.
COUNTED = 100_000

_remembered: Remembered[str] = Remembered("numbers", ttl_seconds=600, is_bulk=True)


@dataclass(frozen=True)
class Numbers:
    people: int
    active: int
    posts: int


def numbers() -> Numbers:
    return Numbers(**json.loads(_remembered.many(["site"], _read)["site"]))


def _read(names: list[str]) -> Mapping[str, bytes]:
    people, active = count_people()
    found = Numbers(people, active, _posts())
    return dict.fromkeys(names, json.dumps(asdict(found)).encode())


def _posts() -> int:
    estimate = about(Post)
    return estimate if estimate > COUNTED else sum(_count_in(database) for database in shard_databases())


def _count_in(database: str) -> int:
    with on_database(database):
        return Post.objects.count()
