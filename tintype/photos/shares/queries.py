"""What of shares may be seen: where their post may be seen and is for everyone, and their sharer's posts too."""

from collections.abc import Iterable
from operator import itemgetter

from django.db import connections
from django.db.models import QuerySet

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.mutes.queries import muted_by
from tintype.graph.queries import cut_from, may_see_posts, relation, relations
from tintype.lib.paging import Cursor, Page, Span, page_of, rows_within, within_limit
from tintype.photos.models import Share, Shared
from tintype.photos.queries import visible_posts
from tintype.photos.records import PostRecord
from tintype.photos.shares.records import ShareRecord
from tintype.sharding.ids import made_at
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, on_shard_of, on_shard_of_id, shard_of, shard_of_id

# Share, sharer, post.
Row = tuple[int, int, int]
# Person by person through the index, as photos.queries.RECENT.
RECENT = """
    SELECT share.made_id, sharer.id, share.post_id FROM unnest(%s::bigint[]) AS sharer(id) CROSS JOIN LATERAL (
        SELECT made_id, post_id FROM photos_shared
        WHERE account_id = sharer.id AND made_id < %s AND made_id > %s ORDER BY made_id DESC LIMIT %s
    ) AS share
    ORDER BY share.made_id DESC LIMIT %s
"""
FROM_BELOW = RECENT.replace("DESC", "ASC")


def recent_shares(sharer_ids: Iterable[int], span: Span, limit: int) -> list[Row]:
    """These people's shares within the span, newest first, for a home feed; what of them may be seen is asked later."""
    statement = FROM_BELOW if span.from_below else RECENT
    found: list[Row] = []
    for database, group in grouped_by_database(sharer_ids, shard_of).items():
        with connections[database].cursor() as cursor:
            cursor.execute(statement, [group, span.before, span.after, limit, limit])
            found += cursor.fetchall()
    return within_limit(found, span, limit)


def shared_among(viewer: int, post_ids: Iterable[int]) -> set[int]:
    """Which of these posts the viewer shares, by the truth beside the posts."""
    shared: set[int] = set()
    for database, group in grouped_by_database(post_ids, shard_of_id).items():
        with on_database(database):
            shares = Share.objects.filter(account_id=viewer, post_id__in=group)
            shared.update(shares.values_list("post_id", flat=True))
    return shared


def is_shared(viewer: int | None, post_id: int) -> bool:
    return viewer is not None and bool(shared_among(viewer, [post_id]))


def stands(share_id: int, post_id: int) -> bool:
    """Whether it is not taken back, by the truth. For tasks, which show nothing to anybody."""
    with on_shard_of_id(post_id):
        return Share.objects.filter(post_id=post_id, made_id=share_id).exists()


def sharer_ids(post_id: int) -> QuerySet[Share, int]:
    """Everybody who shared it. Inside the post's scope."""
    return Share.objects.filter(post_id=post_id).values_list("account_id", flat=True)


def post_of_share(share_id: int) -> int | None:
    """None for what is no share. Shows nothing: the post is asked for through the door."""
    with on_shard_of_id(share_id):
        return Share.objects.filter(made_id=share_id).values_list("post_id", flat=True).first()


def visible_shares(viewer: int | None, share_ids: Iterable[int]) -> dict[int, ShareRecord]:
    """Those of `share_ids` that the viewer may see now. Missing and forbidden are alike: not there."""
    rows: list[Row] = []
    for database, group in grouped_by_database(dict.fromkeys(share_ids), shard_of_id).items():
        with on_database(database):
            rows += Share.objects.filter(made_id__in=group).values_list("made_id", "account_id", "post_id")
    sharers = people(sharer_id for _, sharer_id, _ in rows)
    ties = relations(viewer, sharers)
    seen = {one for one, person in sharers.items() if may_see_posts(viewer, person, ties[one], for_followers=False)}
    return _records(viewer, [row for row in rows if row[1] in seen], sharers)


def _records(viewer: int | None, rows: list[Row], sharers: dict[int, Person]) -> dict[int, ShareRecord]:
    posts = visible_posts(viewer, (post_id for _, _, post_id in rows))
    return {
        share_id: ShareRecord(share_id, sharers[sharer_id], posts[post_id], made_at(share_id))
        for share_id, sharer_id, post_id in rows
        if post_id in posts and posts[post_id].is_public
    }


def shown_in_feed(viewer: int, post_ids: Iterable[int]) -> set[int]:
    """Those of these posts whose shares the viewer may see and does not mute away."""
    posts = visible_posts(viewer, post_ids)
    muted = muted_by(viewer)
    return {post_id for post_id, post in posts.items() if post.is_public and post.owner.id not in muted}


def shares_of(viewer: int | None, sharer: Person, cursor: Cursor, limit: int) -> Page[ShareRecord]:
    """What somebody shared, newest first; what of it the viewer may not see is left out."""
    if not may_see_posts(viewer, sharer, relation(viewer, sharer.id), for_followers=False):
        return Page([])
    with on_shard_of(sharer.id):
        found = Shared.objects.filter(account_id=sharer.id).values_list("made_id", "account_id", "post_id")
        shown, has_more = rows_within(found, "made_id", cursor, limit)
    records = _records(viewer, shown, {sharer.id: sharer})
    items = [records[share_id] for share_id, _, _ in shown if share_id in records]
    return page_of(shown, items, itemgetter(0), has_more=has_more)


def sharers(viewer: int | None, post: PostRecord, cursor: Cursor, limit: int) -> Page[Person]:
    """Who shared a post, newest first, without people with a block between them and the viewer."""
    hidden = cut_from(viewer)
    with on_shard_of_id(post.id):
        found = Share.objects.filter(post_id=post.id).exclude(account_id__in=hidden)
        shown, has_more = rows_within(found.values_list("made_id", "account_id"), "made_id", cursor, limit)
    known = people(account_id for _, account_id in shown)
    items = [known[account_id] for _, account_id in shown if account_id in known]
    return page_of(shown, items, itemgetter(0), has_more=has_more)
