"""What must agree: comments' numbers of likes with the likes."""

from collections.abc import Iterator
from functools import partial

from tintype.lib.differences import Check, Difference
from tintype.photos.mending import recount_comment
from tintype.photos.models import Comment
from tintype.sharding.scope import shard_of_id
from tintype.sharding.walk import about, gathered, rows_of

COUNTS = """
    SELECT id, like_count - likes FROM photos_comment
    CROSS JOIN LATERAL (SELECT count(*) FROM photos_commentlike WHERE comment_id = id) AS l(likes)
    WHERE id = ANY(%s) AND like_count <> likes
"""


def _comments() -> Iterator[list[int]]:
    for rows in rows_of(Comment):
        yield [comment for (comment,) in rows]


def _compare(comments: list[int]) -> list[Difference[int]]:
    return [
        Difference(
            comment,
            f"The number of likes of comment {comment} is off by {excess:+}.",
            partial(recount_comment, comment),
        )
        for comment, excess in gathered(COUNTS, comments, shard_of_id, lambda group: [group])
    ]


COMMENT_CHECKS = (Check("likes of comments", _comments, _compare, partial(about, Comment)),)
