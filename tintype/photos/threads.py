"""Comments by their own ids, and what is said before and after one."""

from collections.abc import Iterable

from django.db.models import Count

from tintype.accounts.queries import people
from tintype.graph.queries import cut_from
from tintype.lib.errors import NotFound
from tintype.photos.assemble import comment_records
from tintype.photos.models import Comment
from tintype.photos.queries import comments, visible_posts
from tintype.photos.records import CommentRecord, PostRecord
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, shard_of_id

# Of a post's comments, the newest: whoever talks wants to see what is said now.
MOST_IN_THREAD = 500


def visible_comments(viewer: int | None, ids: Iterable[int]) -> dict[int, tuple[PostRecord, CommentRecord]]:
    """Those of `ids` that the viewer may see now, each with its post: it is seen as that, unless a block is between."""
    found: list[CommentRecord] = []
    for database, group in grouped_by_database(dict.fromkeys(ids), shard_of_id).items():
        with on_database(database):
            rows = list(Comment.objects.filter(id__in=group))
            found += comment_records(rows, people(row.author_id for row in rows))
    if not found:
        return {}
    posts = visible_posts(viewer, (comment.post_id for comment in found))
    hidden = cut_from(viewer)
    return {
        comment.id: (posts[comment.post_id], comment)
        for comment in found
        if comment.post_id in posts and comment.author.id not in hidden
    }


def visible_comment(viewer: int | None, comment_id: int) -> tuple[PostRecord, CommentRecord]:
    """Raises NotFound."""
    found = visible_comments(viewer, [comment_id]).get(comment_id)
    if found is None:
        raise NotFound
    return found


def answer_counts(comment_ids: Iterable[int]) -> dict[int, int]:
    """How many comments answer each of these, where there are any."""
    found: dict[int, int] = {}
    for database, group in grouped_by_database(comment_ids, shard_of_id).items():
        with on_database(database):
            posts = Comment.objects.filter(id__in=group).values("post_id")
            answers = Comment.objects.filter(post_id__in=posts, parent_id__in=group)
            found |= answers.values_list("parent_id").annotate(Count("id")).order_by()
    return found


def thread(viewer: int | None, post: PostRecord) -> list[CommentRecord]:
    """All that is said under a post, oldest first."""
    return list(comments(viewer, post, None, MOST_IN_THREAD).items)[::-1]


def around(comment: CommentRecord, said: list[CommentRecord]) -> tuple[list[CommentRecord], list[CommentRecord]]:
    """What of a thread the comment answers, and what answers it, directly or by way of others."""
    by_id = {one.id: one for one in said}
    before: list[CommentRecord] = []
    parent = by_id.get(comment.parent_id)
    while parent:
        before.insert(0, parent)
        parent = by_id.get(parent.parent_id)
    after = {comment.id}
    # A comment is always newer than the one that it answers.
    for one in said:
        if one.parent_id in after:
            after.add(one.id)
    return before, [one for one in said if one.id in after and one.id != comment.id]
