"""What is between the one who asks and others, as apps see it."""

from collections.abc import Iterable

from tintype.accounts.queries import people
from tintype.api.answers import timestamp
from tintype.api.entities.shapes import Relationship
from tintype.graph.records import Tie
from tintype.graph.ties import tie, ties


def relationship_of(viewer: int, account_id: int) -> Relationship:
    """With somebody of whom the caller knows that the viewer may know of them."""
    return _relationship(account_id, tie(viewer, account_id))


def relationships_of(viewer: int, ids: Iterable[int]) -> list[Relationship]:
    """In the same order, without nobodies, nor who blocks the viewer unless the viewer blocks them too."""
    asked = list(dict.fromkeys(ids))
    found = ties(viewer, people(asked))
    return [_relationship(one, found[one]) for one in asked if one in found and _may_be_told(found[one])]


def _may_be_told(tie: Tie) -> bool:
    return tie.relation.is_blocking or not tie.relation.is_blocked_by


def _relationship(account_id: int, tie: Tie) -> Relationship:
    is_following = tie.relation.is_following
    return Relationship(
        id=str(account_id),
        following=is_following,
        showing_reblogs=is_following and tie.relation.with_shares,
        notifying=is_following and tie.is_loud,
        languages=None,
        followed_by=tie.is_followed_by,
        blocking=tie.relation.is_blocking,
        # Who is blocked does not learn it.
        blocked_by=False,
        muting=tie.is_muting,
        muting_notifications=tie.mutes_notifications,
        muting_expires_at=timestamp(tie.muted_until) if tie.muted_until else None,
        requested=tie.relation.is_requested,
        requested_by=tie.is_asked_by,
        domain_blocking=False,
        endorsed=False,
        note=tie.note,
        following_since=timestamp(tie.since) if tie.since and is_following else None,
    )
