"""What of posts may be seen, and by whom. `visible_posts` is the door: no face reaches a post in another way."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter, itemgetter

from django.db import connections

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.queries import cut_from, may_see_posts, relation
from tintype.lib.paging import Cursor, Page, Span, page_of, rows_within, within_limit
from tintype.photos.assemble import comment_records, own_stamp, photo_record, post_records
from tintype.photos.door import Which, rows_of, visible_rows
from tintype.photos.models import Comment, Like, Liked, Photo, Post
from tintype.photos.records import CommentRecord, PhotoState, PostRecord
from tintype.photos.rendered import rendered
from tintype.sharding.ids import made_at
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, on_shard_of, on_shard_of_id, shard_of, shard_of_id

# Person by person through the index (owner_id, id): `owner_id IN (…) ORDER BY id DESC` may walk the whole table
# backwards when these people have posted nothing for years.
RECENT = """
    SELECT post.id, owner.id FROM unnest(%s::bigint[]) AS owner(id) CROSS JOIN LATERAL (
        SELECT id FROM photos_post
        WHERE owner_id = owner.id AND id < %s AND id > %s AND visibility <> 'direct' AND is_ready
        ORDER BY id DESC LIMIT %s
    ) AS post
    ORDER BY post.id DESC LIMIT %s
"""
FROM_BELOW = RECENT.replace("DESC", "ASC")


def visible_posts(viewer: int | None, ids: Iterable[int]) -> dict[int, PostRecord]:
    """Those of `ids` that the viewer may see now. Missing and forbidden are alike: not there."""
    posts, owners = visible_rows(viewer, ids, ("photos",))
    return post_records(posts, owners)


def visible_post(viewer: int | None, post_id: int) -> PostRecord | None:
    return visible_posts(viewer, [post_id]).get(post_id)


def like_count(viewer: int | None, post_id: int) -> int | None:
    """Of a post that the viewer may see now; None for any other. Two statements less than the whole post."""
    posts, _ = visible_rows(viewer, [post_id], ())
    return posts[0].like_count if posts and posts[0].is_ready else None


def rendered_posts(viewer: int | None, ids: Iterable[int], render: Callable[[PostRecord], bytes]) -> dict[int, bytes]:
    """Each post as `render` makes it, kept for everyone.

    The caller has made sure that the viewer may see them (the home feed has, by the set of those whom its reader
    follows); what has to be made anew is checked here.
    """

    def make(missing: list[int]) -> Mapping[int, bytes]:
        posts = visible_posts(viewer, missing)
        return {post_id: render(post) for post_id, post in posts.items() if post.is_ready}

    return rendered.many(ids, make)


def visible_profile(viewer: int | None, owner: Person) -> bool:
    """Whether the viewer may see this person's public posts."""
    return may_see_posts(viewer, owner, relation(viewer, owner.id), for_followers=False)


def posts_of(
    viewer: int | None, owner: Person, cursor: Cursor, limit: int, which: Which | None = None
) -> Page[PostRecord]:
    """A person's posts, newest first: what a profile shows."""
    which = which or Which()
    with on_shard_of(owner.id):
        posts = which.among(rows_of(viewer, owner, with_unready=which.with_unready))
        shown, has_more = rows_within(posts.prefetch_related("photos"), "id", cursor, limit)
    records = list(post_records(shown, {owner.id: owner}).values())
    return page_of(shown, records, attrgetter("id"), has_more=has_more)


def pinned_posts(viewer: int | None, owner: Person) -> list[PostRecord]:
    """Those that a person shows first on their profile, the last pinned first."""
    with on_shard_of(owner.id):
        posts = rows_of(viewer, owner).filter(pinned_id__isnull=False).order_by("-pinned_id")
        return list(post_records(posts.prefetch_related("photos"), {owner.id: owner}).values())


def recent_posts(owner_ids: Iterable[int], span: Span, limit: int) -> list[tuple[int, int]]:
    """(post id, owner id) of these people's posts within the span, newest first: the stuff of a home feed.

    The caller has made sure that the reader follows them.
    """
    found: list[tuple[int, int]] = []
    for database, group in grouped_by_database(owner_ids, shard_of).items():
        with connections[database].cursor() as cursor:
            statement = FROM_BELOW if span.from_below else RECENT
            cursor.execute(statement, [group, span.before, span.after, limit, limit])
            found += cursor.fetchall()
    return within_limit(found, span, limit)


def comments(viewer: int | None, post: PostRecord, cursor: Cursor, limit: int) -> Page[CommentRecord]:
    """Newest first. Comments of people with a block between them and the viewer are left out."""
    hidden = cut_from(viewer)
    with on_shard_of_id(post.id):
        found = Comment.objects.filter(post_id=post.id).exclude(author_id__in=hidden)
        shown, has_more = rows_within(found, "id", cursor, limit)
        items = comment_records(shown, people(comment.author_id for comment in shown))
    return page_of(shown, items, attrgetter("id"), has_more=has_more)


def likers(viewer: int | None, post: PostRecord, cursor: Cursor, limit: int) -> Page[Person]:
    """Newest first, without people with a block between them and the viewer."""
    hidden = cut_from(viewer)
    with on_shard_of_id(post.id):
        found = Like.objects.filter(post_id=post.id).exclude(account_id__in=hidden)
        shown, has_more = rows_within(found.values_list("made_id", "account_id"), "made_id", cursor, limit)
    known = people(account_id for _, account_id in shown)
    items = [known[account_id] for _, account_id in shown if account_id in known]
    return page_of(shown, items, itemgetter(0), has_more=has_more)


def is_liked(viewer: int | None, post_id: int) -> bool:
    return viewer is not None and bool(liked_among(viewer, [post_id]))


def liked_among(viewer: int, post_ids: Iterable[int]) -> set[int]:
    """Which of these posts the viewer likes, by the truth beside the posts."""
    liked: set[int] = set()
    for database, group in grouped_by_database(post_ids, shard_of_id).items():
        with on_database(database):
            likes = Like.objects.filter(account_id=viewer, post_id__in=group)
            liked.update(likes.values_list("post_id", flat=True))
    return liked


def liked_posts(viewer: int, cursor: Cursor, limit: int) -> Page[PostRecord]:
    """What the viewer liked, last liked first; what they may not see any more is left out."""
    with on_shard_of(viewer):
        found = Liked.objects.filter(account_id=viewer).values_list("made_id", "post_id")
        shown, has_more = rows_within(found, "made_id", cursor, limit)
    posts = visible_posts(viewer, (post_id for _, post_id in shown))
    items = [posts[post_id] for _, post_id in shown if post_id in posts]
    return page_of(shown, items, itemgetter(0), has_more=has_more)


def liked_at(viewer: int, post_ids: Iterable[int]) -> dict[int, datetime]:
    """When the viewer liked each of these, by their own list."""
    with on_shard_of(viewer):
        liked = Liked.objects.filter(account_id=viewer, post_id__in=list(post_ids))
        return {post_id: made_at(made_id) for post_id, made_id in liked.values_list("post_id", "made_id")}


def photo_state(viewer: int, photo_id: int) -> PhotoState | None:
    """Of the viewer's own photo; None for everybody else's."""
    with on_shard_of(viewer):
        photo = Photo.objects.filter(id=photo_id, owner_id=viewer).first()
    if photo is None:
        return None
    return PhotoState(photo.id, photo.state, photo.reason, photo_record(photo, own_stamp(viewer)))


def existing(post_ids: Iterable[int]) -> set[int]:
    """Those that are not deleted, by the shards. For tasks and checks, which show nothing to anybody."""
    found: set[int] = set()
    for database, group in grouped_by_database(dict.fromkeys(post_ids), shard_of_id).items():
        with on_database(database):
            found.update(Post.objects.filter(id__in=group).values_list("id", flat=True))
    return found


def standing_comment(post_id: int, comment_id: int) -> CommentRecord | None:
    """As it is now. For tasks, which show nothing to anybody."""
    with on_shard_of_id(post_id):
        found = list(Comment.objects.filter(id=comment_id, post_id=post_id))
        return next(iter(comment_records(found, people(one.author_id for one in found))), None)
