"""Direct posts: who takes part in one, and what was said in it last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tintype.lib.paging import Span
from tintype.photos.models import Comment, Named, Post
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, shard_of_id
from tintype.sharding.walk import gathered, rows_of


@dataclass(frozen=True)
class Talk:
    """`people` are the owner and those named; `last_id` is that of the newest comment, or of the post."""

    people: frozenset[int]
    last_id: int
    last_author_id: int


TALKS = """
    SELECT post.id, post.owner_id, ARRAY(SELECT account_id FROM photos_named WHERE post_id = post.id),
        coalesce(last.id, post.id), coalesce(last.author_id, post.owner_id)
    FROM photos_post AS post LEFT JOIN LATERAL (
        SELECT id, author_id FROM photos_comment WHERE post_id = post.id ORDER BY id DESC LIMIT 1
    ) AS last ON true
    WHERE post.id = ANY(%s) AND post.visibility = 'direct' AND post.is_ready
"""


def talks_of(post_ids: Iterable[int]) -> dict[int, Talk]:
    """Without posts that are gone or not direct. For tasks and checks, which show nothing to anybody."""
    rows = gathered(TALKS, post_ids, shard_of_id, lambda group: [group])
    return {
        post: Talk(frozenset({owner, *named}), last_id, last_author)
        for post, owner, named, last_id, last_author in rows
    }


def talk_of(post_id: int) -> Talk | None:
    return talks_of([post_id]).get(post_id)


def walk_talks() -> Iterator[list[tuple[int, int]]]:
    """(account, post) of all who take part in direct posts."""
    for posts in rows_of(Post, "owner_id", where="visibility = 'direct' AND is_ready"):
        yield [(owner, post) for post, owner in posts]
    for named in rows_of(Named):
        yield [(account, post) for post, account in named]


def comment_ids(post_ids: Iterable[int], span: Span, limit: int) -> list[int]:
    """The newest comments under any of these posts, newest first. Shows nothing: each is asked for by the door."""
    found: list[int] = []
    for database, group in grouped_by_database(post_ids, shard_of_id).items():
        with on_database(database):
            ids = Comment.objects.filter(post_id__in=group, id__lt=span.before, id__gt=span.after).order_by("-id")
            found += ids.values_list("id", flat=True)[:limit]
    return sorted(found, reverse=True)[:limit]
