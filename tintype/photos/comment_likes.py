"""Likes of comments: the truth beside the comment; the liker keeps no list of these."""

from collections.abc import Iterable
from operator import itemgetter

from django.db import IntegrityError

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.queries import cut_from
from tintype.lib.errors import NotFound
from tintype.lib.paging import Cursor, Page, page_of, rows_within
from tintype.photos import signals
from tintype.photos.like_rows import OF_COMMENTS, write_like
from tintype.photos.models import CommentLike
from tintype.photos.threads import visible_comment
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import action_on, on_database, on_shard_of_id, shard_of_id


def like_comment(viewer: int, comment_id: int) -> None:
    """Twice is once. Raises NotFound for a comment that the viewer may not see."""
    _set(viewer, comment_id, is_liked=True)


def unlike_comment(viewer: int, comment_id: int) -> None:
    """As `like_comment`."""
    _set(viewer, comment_id, is_liked=False)


def _set(viewer: int, comment_id: int, *, is_liked: bool) -> None:
    post, comment = visible_comment(viewer, comment_id)
    try:
        with action_on(shard_of_id(comment_id)):
            if write_like(OF_COMMENTS, viewer, comment_id, is_liked=is_liked) is not None:
                signals.comment_like_changed.send(
                    None,
                    post_id=post.id,
                    comment_id=comment_id,
                    author_id=comment.author.id,
                    account_id=viewer,
                )
    except IntegrityError:
        # The comment was deleted a moment ago, so the like refers to nothing.
        raise NotFound from None


def liked_comments_among(viewer: int, comment_ids: Iterable[int]) -> set[int]:
    """Which of these comments the viewer likes."""
    liked: set[int] = set()
    for database, group in grouped_by_database(comment_ids, shard_of_id).items():
        with on_database(database):
            likes = CommentLike.objects.filter(account_id=viewer, comment_id__in=group)
            liked.update(likes.values_list("comment_id", flat=True))
    return liked


def comment_likers(viewer: int | None, comment_id: int, cursor: Cursor, limit: int) -> Page[Person]:
    """Newest first, without people with a block between them and the viewer."""
    visible_comment(viewer, comment_id)
    hidden = cut_from(viewer)
    with on_shard_of_id(comment_id):
        found = CommentLike.objects.filter(comment_id=comment_id).exclude(account_id__in=hidden)
        shown, has_more = rows_within(found.values_list("made_id", "account_id"), "made_id", cursor, limit)
    known = people(account_id for _, account_id in shown)
    items = [known[account_id] for _, account_id in shown if account_id in known]
    return page_of(shown, items, itemgetter(0), has_more=has_more)
