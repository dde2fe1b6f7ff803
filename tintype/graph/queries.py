"""Who follows and blocks whom; the truth is asked where it stands."""

from collections.abc import Container, Iterable
from operator import itemgetter

from django.db import connections

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.models import Block, BlockedBy, Follow, Following
from tintype.graph.records import Relation
from tintype.lib.paging import Cursor, Page, page_of, rows_within
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_shard_of, shard_of

# What stands on the owners' shard: how the viewer follows them, and whether they block the viewer.
TIES = """
    SELECT owner.id, follow.state, follow.with_shares, block.blocker_id IS NOT NULL
    FROM unnest(%s::bigint[]) AS owner(id)
    LEFT JOIN graph_follow AS follow ON follow.followee_id = owner.id AND follow.follower_id = %s
    LEFT JOIN graph_block AS block ON block.blocker_id = owner.id AND block.blocked_id = %s
"""


def relation(viewer: int | None, owner_id: int) -> Relation:
    """Asks both shards for the truth."""
    return relations(viewer, [owner_id])[owner_id]


def relations(viewer: int | None, owner_ids: Iterable[int]) -> dict[int, Relation]:
    """As `relation`, for many: a query to each of their databases and one to the viewer's, however many people."""
    ids = set(owner_ids)
    if viewer is None:
        return {owner_id: Relation() for owner_id in ids}
    ties = {viewer: Relation(is_self=True)} if viewer in ids else {}
    others = sorted(ids - {viewer})
    blocking = _blocked_among(viewer, others)
    for database, group in grouped_by_database(others, shard_of).items():
        with connections[database].cursor() as cursor:
            cursor.execute(TIES, [group, viewer, viewer])
            for owner_id, state, with_shares, is_blocked_by in cursor.fetchall():
                ties[owner_id] = Relation(
                    is_following=state == Follow.State.APPROVED,
                    is_requested=state == Follow.State.REQUESTED,
                    is_blocking=owner_id in blocking,
                    is_blocked_by=is_blocked_by,
                    with_shares=with_shares is not False,
                )
    return ties


def _blocked_among(viewer: int, ids: list[int]) -> set[int]:
    if not ids:
        return set()
    with on_shard_of(viewer):
        mine = Block.objects.filter(blocker_id=viewer, blocked_id__in=ids)
        return set(mine.values_list("blocked_id", flat=True))


def may_see_posts(
    viewer: int | None,
    owner: Person,
    relation: Relation,
    *,
    for_followers: bool,
    only_for: Container[int] | None = None,
) -> bool:
    """The rule of who may see a post: the only place where it stands.

    `for_followers`: the post is for followers only. A private account's posts all are. `only_for`: it is for these
    people, whether or not they follow.
    """
    if relation.is_self:
        return True
    if relation.is_cut:
        return False
    if only_for is not None:
        return viewer is not None and viewer in only_for
    if for_followers or owner.is_private:
        return viewer is not None and relation.is_following
    return True


def cut_from(viewer: int | None) -> set[int]:
    """Everyone whom the viewer blocks, or who blocks the viewer (their copy on the viewer's shard)."""
    if viewer is None:
        return set()
    with on_shard_of(viewer):
        mine = Block.objects.filter(blocker_id=viewer).values_list("blocked_id", flat=True)
        theirs = BlockedBy.objects.filter(blocked_id=viewer).values_list("blocker_id", flat=True)
        return set(mine) | set(theirs)


def page_of_people(shown: list[tuple[int, int]], has_more: bool) -> Page[Person]:  # noqa: FBT001 - as rows_within answers
    """`shown` are (made_id, account_id), newest first."""
    known = people(account_id for _, account_id in shown)
    items = [known[account_id] for _, account_id in shown if account_id in known]
    return page_of(shown, items, itemgetter(0), has_more=has_more)


def may_see_lists(viewer: int | None, owner: Person, relation: Relation) -> bool:
    """Whom the owner follows, and who follows them."""
    is_shown = relation.is_self or not owner.hides_follows
    return is_shown and may_see_posts(viewer, owner, relation, for_followers=False)


def followers(viewer: int | None, owner: Person, cursor: Cursor, limit: int) -> Page[Person]:
    """Empty where the viewer may not see it; without people with a block between them and the viewer."""
    if not may_see_lists(viewer, owner, relation(viewer, owner.id)):
        return Page([])
    hidden = cut_from(viewer)
    with on_shard_of(owner.id):
        rows = Follow.objects.filter(followee_id=owner.id, state=Follow.State.APPROVED)
        rows = rows.exclude(follower_id__in=hidden)
        found = rows_within(rows.values_list("made_id", "follower_id"), "made_id", cursor, limit)
    return page_of_people(*found)


def following(viewer: int | None, owner: Person, cursor: Cursor, limit: int) -> Page[Person]:
    """As `followers`."""
    if not may_see_lists(viewer, owner, relation(viewer, owner.id)):
        return Page([])
    hidden = cut_from(viewer)
    with on_shard_of(owner.id):
        rows = Following.objects.filter(follower_id=owner.id)
        rows = rows.exclude(followee_id__in=hidden)
        found = rows_within(rows.values_list("made_id", "followee_id"), "made_id", cursor, limit)
    return page_of_people(*found)


def requests(viewer: int, cursor: Cursor, limit: int) -> Page[Person]:
    """Who asks to follow the viewer."""
    with on_shard_of(viewer):
        rows = Follow.objects.filter(followee_id=viewer, state=Follow.State.REQUESTED)
        found = rows_within(rows.values_list("made_id", "follower_id"), "made_id", cursor, limit)
    return page_of_people(*found)


def request_count(viewer: int) -> int:
    with on_shard_of(viewer):
        return Follow.objects.filter(followee_id=viewer, state=Follow.State.REQUESTED).count()


def blocked(viewer: int, cursor: Cursor, limit: int) -> Page[Person]:
    """Whom the viewer blocks."""
    with on_shard_of(viewer):
        rows = Block.objects.filter(blocker_id=viewer)
        found = rows_within(rows.values_list("made_id", "blocked_id"), "made_id", cursor, limit)
    return page_of_people(*found)


def loud_follower_ids(owner_id: int, after: int, limit: int) -> list[int]:
    """As `follower_ids`: those who want to be told of each new post."""
    return follower_ids(owner_id, after, limit, is_loud=True)


def follower_ids(owner_id: int, after: int, limit: int, **how: bool) -> list[int]:
    """Approved followers in order of their account id: the batches of a fan-out. `how`: only those who follow so."""
    with on_shard_of(owner_id):
        rows = Follow.objects.filter(followee_id=owner_id, state=Follow.State.APPROVED, follower_id__gt=after, **how)
        return list(rows.order_by("follower_id").values_list("follower_id", flat=True)[:limit])
