"""What of this room must agree: notifications with the posts they tell of; read markers, unread numbers."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from tintype.lib.differences import Check, Difference, in_batches
from tintype.lib.redis import ids_with, read_many
from tintype.notify.actions import untell_everybody
from tintype.notify.conversations.checks import CONVERSATION_CHECKS
from tintype.notify.mending import reset_marker
from tintype.notify.models import Notification, ReadMarker
from tintype.notify.queries import MOST_COUNTED
from tintype.notify.unread import forget_unread, unread_key
from tintype.photos.queries import existing
from tintype.sharding.ids import first_id_at
from tintype.sharding.scope import LOGICAL_SHARDS, shard_of, shard_of_id
from tintype.sharding.walk import BATCH, about, gathered, rows_of

CLOCKS_DIFFER = timedelta(minutes=15)
# Notification, post.
Told = tuple[int, int]
TOLD = "SELECT id, account_id, post_id FROM notify_notification WHERE id = ANY(%s)"
MARKERS = f"""
    SELECT account_id, last_read_id FROM notify_readmarker
    WHERE account_id = ANY(%s)
        AND (last_read_id > %s OR ((last_read_id >> 10) & {LOGICAL_SHARDS - 1}) <> (account_id & {LOGICAL_SHARDS - 1}))
"""  # noqa: S608 - a constant
UNREAD = f"""
    SELECT account.id, (
        SELECT count(*) FROM (
            SELECT FROM notify_notification
            WHERE account_id = account.id
                AND id > coalesce((SELECT last_read_id FROM notify_readmarker WHERE account_id = account.id), 0)
            LIMIT {MOST_COUNTED}
        ) AS new
    ) FROM unnest(%s::bigint[]) AS account(id)
"""  # noqa: S608 - a constant


def _told_of_posts() -> Iterator[list[Told]]:
    yield from rows_of(Notification, "post_id", where="post_id <> 0")


def _compare_told(told: list[Told]) -> list[Difference[Told]]:
    standing = gathered(TOLD, (note for note, _ in told), shard_of_id, lambda group: [group])
    posts = existing(post for _, _, post in standing)
    return [
        Difference(
            (note, post),
            f"Notification {note} of account {account} tells of post {post}, which is gone.",
            partial(untell_everybody, post),
        )
        for note, account, post in standing
        if post not in posts
    ]


def _markers() -> Iterator[list[int]]:
    for rows in rows_of(ReadMarker):
        yield [account for (account,) in rows]


def _compare_markers(accounts: list[int]) -> list[Difference[int]]:
    newest = first_id_at(timezone.now() + CLOCKS_DIFFER)
    return [
        Difference(
            account,
            f"Account {account} has read up to notification {marker}, which its shard cannot have made yet.",
            partial(reset_marker, account),
        )
        for account, marker in gathered(MARKERS, accounts, shard_of, lambda group: [group, newest])
    ]


def _kept() -> Iterator[list[int]]:
    yield from in_batches(ids_with("unread"), BATCH)


def _compare_unread(accounts: list[int]) -> list[Difference[int]]:
    kept = read_many(map(unread_key, accounts))
    numbers = {account: int(number) for account, number in zip(accounts, kept, strict=True) if number}
    return [
        Difference(
            account,
            f"The kept unread number of account {account} is {numbers[account]}, but {new} are unread.",
            partial(forget_unread, account),
        )
        for account, new in gathered(UNREAD, numbers, shard_of, lambda group: [group])
        if new != numbers[account]
    ]


CHECKS = (
    Check("posts of notifications", _told_of_posts, _compare_told, partial(about, Notification)),
    Check("read markers", _markers, _compare_markers, partial(about, ReadMarker)),
    Check("unread numbers", _kept, _compare_unread),
    *CONVERSATION_CHECKS,
)
