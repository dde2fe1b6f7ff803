"""Posts without files, and a look into Redis."""

import itertools
import secrets
from datetime import datetime

from tintype.feed.actions import push
from tintype.feed.queries import home
from tintype.feed.records import Entry
from tintype.feed.redis import feed_keys
from tintype.lib.redis import client
from tintype.photos.models import Post
from tintype.sharding.ids import first_id_at, next_id
from tintype.sharding.scope import action_of, shard_of
from tintype.testing.member import Member

_numbers = itertools.count()


def insert_post(owner_id: int, at: datetime | None = None) -> int:
    """A bare row, made now or `at` an earlier moment, of which nobody is told."""
    with action_of(owner_id):
        post_id = next_id() if at is None else first_id_at(at) | shard_of(owner_id) << 10 | next(_numbers) % 1024
        Post.objects.create(id=post_id, owner_id=owner_id, visibility="public", idempotency_key=secrets.token_hex(8))
    return post_id


def insert_and_push(owner: Member, *readers: Member) -> int:
    post_id = insert_post(owner.id)
    push(Entry.of_post(post_id, owner.id), [reader.id for reader in readers])
    return post_id


def delete_row(owner_id: int, post_id: int) -> None:
    with action_of(owner_id):
        Post.objects.filter(id=post_id).delete()


def ids(member: Member, before: str | None = None, limit: int = 100) -> list[int]:
    return [entry.post_id for entry in home(member.id, before, limit).entries]


def in_redis(member: Member) -> list[int]:
    """The ids of the list as it lies there; it ends with 0 if it holds all there is."""
    return [int(entry.split(b":")[0]) for entry in client().lrange(feed_keys(member.id)[0], 0, -1)]


def lose_feed(*members: Member) -> None:
    for member in members:
        client().delete(*feed_keys(member.id))
