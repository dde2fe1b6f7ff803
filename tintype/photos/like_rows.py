"""Likes as rows: of posts and of comments, beside them."""

from dataclasses import dataclass

from django.db import connections

from tintype.sharding.scope import current_scope, shard_of_id


@dataclass(frozen=True)
class Likes:
    """Where likes stand, of which things, and which column names the thing."""

    rows: str
    things: str
    column: str

    def statement(self, template: str) -> str:
        return template.format(rows=self.rows, things=self.things, column=self.column)


OF_POSTS = Likes("photos_like", "photos_post", "post_id")
OF_COMMENTS = Likes("photos_commentlike", "photos_comment", "comment_id")

# A like and its count are one statement, so they always agree. Each answers the new count, and nothing where the like
# stood (or was gone) already.
LIKE = """
    WITH made AS (
        INSERT INTO {rows} ({column}, account_id, made_id) VALUES (%(thing)s, %(account)s, next_id(%(shard)s))
        ON CONFLICT DO NOTHING RETURNING {column}
    )
    UPDATE {things} SET like_count = like_count + 1 FROM made WHERE id = made.{column} RETURNING like_count
"""
# The thing is locked before the like, in the order in which deleting it takes them: no deadlock.
UNLIKE = """
    WITH thing AS (SELECT id FROM {things} WHERE id = %(thing)s FOR UPDATE),
    gone AS (
        DELETE FROM {rows} USING thing WHERE {column} = thing.id AND account_id = %(account)s RETURNING {column}
    )
    UPDATE {things} SET like_count = like_count - 1 FROM gone WHERE id = gone.{column} RETURNING like_count
"""


def write_like(likes: Likes, account_id: int, thing_id: int, *, is_liked: bool) -> int | None:
    """Inside an action on the thing's shard: the new count, None where nothing changed."""
    with connections[current_scope().database].cursor() as cursor:
        values = {"thing": thing_id, "account": account_id, "shard": shard_of_id(thing_id)}
        cursor.execute(likes.statement(LIKE if is_liked else UNLIKE), values)
        row = cursor.fetchone()
    return int(row[0]) if row else None
