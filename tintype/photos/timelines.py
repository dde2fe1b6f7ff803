"""Lists of everybody's public posts, newest first: of the whole site, and under hashtags.

What these lists are made of says nothing of who may see it, so a page is filled in rounds: so many ids, through the
door, and further down where too few came through.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tintype.graph.mutes.queries import muted_by
from tintype.lib.paging import Cursor, Page, Span, span_of
from tintype.lib.text import tags_in
from tintype.photos.limits import Visibility
from tintype.photos.models import Post, TagEntry
from tintype.photos.queries import visible_posts
from tintype.photos.records import PostRecord
from tintype.photos.tags import shard_of_tag
from tintype.sharding.databases import shard_databases
from tintype.sharding.scope import on_database, on_shard

# Who asks for what hardly any post has gets a short page after so many, and may go on from there.
ROUNDS = 5
LATER_ROUNDS_AT_ONCE = 200
# Hashtags of one list, of each kind.
MOST_TAGS = 10


@dataclass(frozen=True)
class Tags:
    """The posts with one of `some`, all of `every` and none of `none`; all in small letters."""

    some: frozenset[str]
    every: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()

    def fit(self, post: PostRecord) -> bool:
        found = set(tags_in(post.caption))
        return self.every <= found and not self.none & found


# The ids of a part of a list, from that end of the span from which it is read.
Find = Callable[[Span, int], list[int]]


def public_posts(viewer: int | None, cursor: Cursor, limit: int, *, only_photos: bool = False) -> Page[PostRecord]:
    """Without those of whom the viewer mutes."""
    return _filled(viewer, _public_ids, lambda post: bool(post.photos) or not only_photos, cursor, limit)


def tagged(
    viewer: int | None, tags: Tags | str, cursor: Cursor, limit: int, *, only_photos: bool = False
) -> Page[PostRecord]:
    """Public posts under a hashtag, or under several; as `public_posts`."""
    wanted = Tags(frozenset([tags.casefold()])) if isinstance(tags, str) else tags

    def find(span: Span, size: int) -> list[int]:
        found = {post_id for tag in wanted.some for post_id in _ids_under(tag, span, size)}
        return _first(found, span, size)

    def fits(post: PostRecord) -> bool:
        return wanted.fit(post) and (bool(post.photos) or not only_photos)

    return _filled(viewer, find, fits, cursor, limit)


def _public_ids(span: Span, size: int) -> list[int]:
    # While a shard moves, two databases have it; what is deleted in one of them does not come through the door.
    found: set[int] = set()
    for database in shard_databases():
        with on_database(database):
            posts = Post.objects.filter(
                visibility=Visibility.PUBLIC, is_ready=True, id__lt=span.before, id__gt=span.after
            )
            found.update(posts.order_by("id" if span.from_below else "-id").values_list("id", flat=True)[:size])
    return _first(found, span, size)


def _ids_under(tag: str, span: Span, size: int) -> list[int]:
    shard = shard_of_tag(tag)
    with on_shard(shard):
        entries = TagEntry.objects.filter(shard=shard, tag=tag, post_id__lt=span.before, post_id__gt=span.after)
        entries = entries.order_by("post_id" if span.from_below else "-post_id")
        return list(entries.values_list("post_id", flat=True)[:size])


def _first(ids: set[int], span: Span, size: int) -> list[int]:
    return sorted(ids, reverse=not span.from_below)[:size]


def _filled(
    viewer: int | None, find: Find, fits: Callable[[PostRecord], bool], cursor: Cursor, limit: int
) -> Page[PostRecord]:
    span, size, muted = span_of(cursor), limit + 1, muted_by(viewer)
    found: list[PostRecord] = []
    for _ in range(ROUNDS):
        ids = find(span, size)
        posts = visible_posts(viewer, ids)
        listed = (posts[post_id] for post_id in ids if post_id in posts and posts[post_id].is_listed)
        found += [post for post in listed if post.owner.id not in muted and fits(post)]
        if len(found) > limit or len(ids) < size:
            return _page(found, span, limit)
        span = replace(span, after=ids[-1]) if span.from_below else replace(span, before=ids[-1])
        size = LATER_ROUNDS_AT_ONCE
    # So far it was looked; from there one may go on.
    page, looked = _page(found, span, limit), str(ids[-1])
    return replace(page, previous=looked) if span.from_below else replace(page, next=looked)


def _page(found: list[PostRecord], span: Span, limit: int) -> Page[PostRecord]:
    """`found` from that end of the span from which it is read."""
    shown = found[:limit][::-1] if span.from_below else found[:limit]
    if not shown:
        return Page([])
    # Below a page that was asked for from below lies at least what the asker has.
    has_more = span.from_below or len(found) > limit
    return Page(shown, str(shown[-1].id) if has_more else None, str(shown[0].id))
