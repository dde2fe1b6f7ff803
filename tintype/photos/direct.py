"""Direct posts: who takes part in one, and what was said in it last."""

from collections.abc import Iterable
from dataclasses import dataclass

from tintype.lib.paging import Span
from tintype.photos.limits import Visibility
from tintype.photos.models import Comment, Named, Post
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, on_shard_of_id, shard_of_id


@dataclass(frozen=True)
class Talk:
    """`people` are the owner and those named; `last_id` is that of the newest comment, or of the post."""

    people: frozenset[int]
    last_id: int
    last_author_id: int


def talk_of(post_id: int) -> Talk | None:
    """None for a post that is gone or not direct. For tasks and checks, which show nothing to anybody."""
    with on_shard_of_id(post_id):
        found = Post.objects.filter(id=post_id, visibility=Visibility.DIRECT)
        owner_id = found.values_list("owner_id", flat=True).first()
        if owner_id is None:
            return None
        named = Named.objects.filter(post_id=post_id).values_list("account_id", flat=True)
        comments = Comment.objects.filter(post_id=post_id).order_by("-id").values_list("id", "author_id")
        last_id, last_author_id = comments.first() or (post_id, owner_id)
        return Talk(frozenset({owner_id, *named}), last_id, last_author_id)


def comment_ids(post_ids: Iterable[int], span: Span, limit: int) -> list[int]:
    """The newest comments under any of these posts, newest first. Shows nothing: each is asked for by the door."""
    found: list[int] = []
    for database, group in grouped_by_database(post_ids, shard_of_id).items():
        with on_database(database):
            ids = Comment.objects.filter(post_id__in=group, id__lt=span.before, id__gt=span.after).order_by("-id")
            found += ids.values_list("id", flat=True)[:limit]
    return sorted(found, reverse=True)[:limit]
