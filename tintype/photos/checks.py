"""What of this room must agree: posts' numbers with likes, comments and shares, both lists of likes, hashtags."""

from collections.abc import Iterator
from functools import partial

from tintype.lib.differences import Check, Difference
from tintype.lib.text import tags_in
from tintype.photos.comment_checks import COMMENT_CHECKS
from tintype.photos.file_checks import FILE_CHECKS
from tintype.photos.hashtags.checks import TAG_CHECKS
from tintype.photos.limits import Visibility
from tintype.photos.mending import recount, take_off_tag
from tintype.photos.models import Like, Liked, Post, TagEntry
from tintype.photos.owners.checks import OWNER_CHECKS
from tintype.photos.shares.checks import SHARE_CHECKS
from tintype.photos.tags import shard_of_tag
from tintype.photos.tasks import sync_liked, sync_tags
from tintype.sharding.pairs import Pairs, Side
from tintype.sharding.scope import shard_of, shard_of_id
from tintype.sharding.walk import about, gathered, rows_of

COUNTS = """
    SELECT id, like_count - likes, comment_count - comments, share_count - shares FROM photos_post
    CROSS JOIN LATERAL (SELECT count(*) FROM photos_like WHERE post_id = id) AS l(likes)
    CROSS JOIN LATERAL (SELECT count(*) FROM photos_comment WHERE post_id = photos_post.id) AS c(comments)
    CROSS JOIN LATERAL (SELECT count(*) FROM photos_share WHERE post_id = photos_post.id) AS s(shares)
    WHERE id = ANY(%s) AND (like_count <> likes OR comment_count <> comments OR share_count <> shares)
"""
# Shard, hashtag, post.
Entry = tuple[int, str, int]
ENTRIES = """
    SELECT shard, tag, post_id FROM photos_tagentry
    JOIN unnest(%s::integer[], %s::text[], %s::bigint[]) AS wanted(shard, tag, post_id) USING (shard, tag, post_id)
"""
CAPTIONS = "SELECT id, caption FROM photos_post WHERE id = ANY(%s) AND visibility = 'public' AND is_ready"


def _posts() -> Iterator[list[int]]:
    for rows in rows_of(Post):
        yield [post for (post,) in rows]


def _compare_counts(posts: list[int]) -> list[Difference[int]]:
    """One statement reads the numbers and the rows, so none is caught between two likes.

    The sentence says by how many they differ, which stays as it is while people go on liking.
    """
    return [
        Difference(post, f"The number of {what} of post {post} is off by {excess:+}.", partial(recount, post))
        for post, *excesses in gathered(COUNTS, posts, shard_of_id, lambda group: [group])
        for what, excess in zip(("likes", "comments", "shares"), excesses, strict=True)
        if excess
    ]


likes = Pairs(
    truth=Side(Like, shard_of_id),
    copy=Side(Liked, shard_of),
    lacks_copy="Account {1} likes post {0} (like {2}), but its own list does not say so.",
    lacks_truth="The list of account {1} says that it likes post {0} (like {2}), but it does not.",
    mend=lambda post, account: sync_liked.call(account, post),
)


def _entries() -> Iterator[list[Entry]]:
    yield from rows_of(TagEntry)
    tagged = f"visibility = '{Visibility.PUBLIC}' AND is_ready AND strpos(caption, '#') > 0"
    for rows in rows_of(Post, "caption", where=tagged):
        yield [(shard_of_tag(tag), tag, post) for post, caption in rows for tag in tags_in(caption)]


def _compare_entries(entries: list[Entry]) -> list[Difference[Entry]]:
    stand = set(
        gathered(ENTRIES, entries, lambda entry: entry[0], lambda group: [*map(list, zip(*group, strict=True))])
    )
    captions = gathered(CAPTIONS, {post for _, _, post in entries}, shard_of_id, lambda group: [group])
    tags = {post: tags_in(caption) for post, caption in captions}
    differences = []
    for entry in entries:
        shard, tag, post = entry
        belongs = tag in tags.get(post, ()) and shard == shard_of_tag(tag)
        if entry in stand and not belongs:
            text = f"Post {post} stands under #{tag} (shard {shard}), but no such public post has this hashtag."
            differences.append(Difference(entry, text, partial(take_off_tag, *entry)))
        elif belongs and entry not in stand:
            text = f"Post {post} has the hashtag #{tag}, but does not stand under it (shard {shard})."
            differences.append(Difference(entry, text, partial(sync_tags.call, post, [tag])))
    return differences


CHECKS = (
    Check("likes, comments and shares of posts", _posts, _compare_counts, partial(about, Post)),
    Check("likes in both lists", likes.walk, likes.compare, partial(about, Like, Liked)),
    *SHARE_CHECKS,
    Check("hashtags", _entries, _compare_entries, partial(about, TagEntry, TagEntry)),
    *TAG_CHECKS,
    *COMMENT_CHECKS,
    *OWNER_CHECKS,
    *FILE_CHECKS,
)
