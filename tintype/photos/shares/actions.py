"""Showing a post to one's own followers: a transaction on the shard of the post's owner."""

from typing import Any

from django.db import IntegrityError, connections

from tintype.lib.errors import NotFound
from tintype.photos import signals
from tintype.photos.errors import ShareRefused
from tintype.photos.models import Share
from tintype.photos.queries import visible_post
from tintype.photos.rendered import rendered
from tintype.photos.shares.records import SharedRecord
from tintype.photos.shares.tasks import sync_shared
from tintype.sharding.scope import action_on, current_scope, shard_of_id
from tintype.tasks.run import enqueue_and_run

# As with likes, a share and the number are one statement, so they always agree; nothing is answered where nothing
# changed.
SHARE = """
    WITH made AS (
        INSERT INTO photos_share (post_id, account_id, made_id) VALUES (%(post)s, %(account)s, next_id(%(shard)s))
        ON CONFLICT (post_id, account_id) DO NOTHING RETURNING post_id
    )
    UPDATE photos_post SET share_count = share_count + 1 FROM made WHERE id = made.post_id RETURNING share_count
"""
# The post is locked first, in the order in which deleting a post takes them: no deadlock.
UNSHARE = """
    WITH post AS (SELECT id FROM photos_post WHERE id = %(post)s FOR UPDATE),
    gone AS (
        DELETE FROM photos_share USING post WHERE post_id = post.id AND account_id = %(account)s RETURNING post_id
    )
    UPDATE photos_post SET share_count = share_count - 1 FROM gone WHERE id = gone.post_id RETURNING share_count
"""


def share(viewer: int, post_id: int) -> SharedRecord:
    """Twice is once. Raises NotFound for a post that the viewer may not see, ShareRefused for one not for everyone."""
    post = visible_post(viewer, post_id)
    if post is None or not post.is_ready:
        raise NotFound
    if not post.is_public:
        raise ShareRefused("This post is not for everyone, so it cannot be shared.")
    try:
        return _change(SHARE, signals.post_shared, viewer, post_id, post.share_count)
    except IntegrityError:
        # The post was deleted a moment ago, so the share refers to nothing.
        raise NotFound from None


def unshare(viewer: int, post_id: int) -> SharedRecord:
    """Twice is once. Raises NotFound for a post that the viewer may not see."""
    post = visible_post(viewer, post_id)
    if post is None:
        raise NotFound
    return take_back(viewer, post_id, post.share_count)


def take_back(account_id: int, post_id: int, count: int = 0) -> SharedRecord:
    """As `unshare`, whether or not they may still see the post; `count` is answered where there was no share."""
    return _change(UNSHARE, signals.post_unshared, account_id, post_id, count)


def _change(statement: str, signal: Any, account_id: int, post_id: int, count: int) -> SharedRecord:
    with action_on(shard_of_id(post_id)):
        changed = _write(statement, account_id, post_id)
        if changed is not None:
            enqueue_and_run(sync_shared, account_id, post_id)
            signal.send(None, post_id=post_id, account_id=account_id)
        standing = Share.objects.filter(post_id=post_id, account_id=account_id)
        share_id = standing.values_list("made_id", flat=True).first() or 0
    rendered.forget(post_id)
    return SharedRecord(post_id, share_id, count if changed is None else changed)


def _write(statement: str, account_id: int, post_id: int) -> int | None:
    with connections[current_scope().database].cursor() as cursor:
        cursor.execute(statement, {"post": post_id, "account": account_id, "shard": shard_of_id(post_id)})
        row = cursor.fetchone()
    return int(row[0]) if row else None
