"""Posts, comments and shares as an app shows them to one person."""

import json
from collections.abc import Iterable, Mapping, Sequence

from tintype.accounts.queries import people
from tintype.api.answers import timestamp
from tintype.api.entities.account import accounts_of
from tintype.api.entities.faces import Face, comment_faces, post_faces, status_url
from tintype.api.entities.marks import Marks, marks_of
from tintype.api.entities.shapes import Account, Status
from tintype.photos.queries import visible_posts
from tintype.photos.records import CommentRecord, PostRecord
from tintype.photos.rendered import faces
from tintype.photos.shares.queries import visible_shares
from tintype.photos.shares.records import ShareRecord
from tintype.photos.threads import answer_counts, visible_comments


def statuses_of(viewer: int | None, posts: Sequence[PostRecord]) -> list[Status]:
    """In the same order, without those of people who were shut out a moment ago. They have come through the door."""
    return _shown(viewer, post_faces(posts))


def comment_statuses_of(viewer: int | None, post: PostRecord, comments: Sequence[CommentRecord]) -> list[Status]:
    """As `statuses_of`."""
    return _comments(viewer, [(post, comment) for comment in comments])


def share_statuses_of(viewer: int | None, shares: Sequence[ShareRecord]) -> list[Status]:
    """As `statuses_of`: each a status of its own, around that of the post."""
    inner = by_id(statuses_of(viewer, [share.post for share in shares]))
    sharers = {share.sharer.id: share.sharer for share in shares}
    accounts = dict(zip(sharers, accounts_of(sharers.values()), strict=True))
    return [
        _share(share, inner[share.post.id], accounts[share.sharer.id]) for share in shares if share.post.id in inner
    ]


def mixed_statuses_of(viewer: int | None, listed: Sequence[PostRecord | ShareRecord]) -> list[Status]:
    """As `statuses_of`."""
    shares = [one for one in listed if isinstance(one, ShareRecord)]
    posts = [one for one in listed if isinstance(one, PostRecord)]
    made = by_id([*statuses_of(viewer, posts), *share_statuses_of(viewer, shares)])
    return [made[one.id] for one in listed if one.id in made]


def statuses_by_id(viewer: int | None, ids: Iterable[int]) -> dict[int, Status]:
    """Posts, comments and shares; of these, what the viewer may see now."""
    wanted = list(dict.fromkeys(ids))
    found = by_id(statuses_of(viewer, list(visible_posts(viewer, wanted).values())))
    if rest := [one for one in wanted if one not in found]:
        found |= by_id(_comments(viewer, list(visible_comments(viewer, rest).values())))
    if rest := [one for one in wanted if one not in found]:
        found |= by_id(share_statuses_of(viewer, list(visible_shares(viewer, rest).values())))
    return found


def feed_statuses(viewer: int, post_ids: Sequence[int]) -> dict[int, Status]:
    """Posts of the viewer's home feed, each kept as everyone sees it.

    As with `photos.queries.rendered_posts`, the feed has seen to it that the viewer may see them.
    """

    def make(missing: list[int]) -> Mapping[int, bytes]:
        made = post_faces(list(visible_posts(viewer, missing).values()))
        return {face.post_id: json.dumps([face.author_id, face.status]).encode() for face in made}

    kept = {post_id: json.loads(data) for post_id, data in faces.many(post_ids, make).items()}
    shown = [Face(author_id, post_id, status) for post_id, (author_id, status) in kept.items()]
    return by_id(_shown(viewer, shown))


def by_id(statuses: Iterable[Status]) -> dict[int, Status]:
    return {int(status["id"]): status for status in statuses}


def _comments(viewer: int | None, pairs: Sequence[tuple[PostRecord, CommentRecord]]) -> list[Status]:
    answers = answer_counts(comment.id for _, comment in pairs)
    return _shown(viewer, comment_faces(pairs, answers))


def _shown(viewer: int | None, shown: Sequence[Face]) -> list[Status]:
    if not shown:
        return []
    authors = people(face.author_id for face in shown)
    accounts = dict(zip(authors, accounts_of(authors.values()), strict=True))
    marks = marks_of(viewer, shown)
    return [
        _marked(face, marks) | {"account": accounts[face.author_id], "pinned": _is_own_pin(viewer, face)}
        for face in shown
        if face.author_id in accounts
    ]


def _is_own_pin(viewer: int | None, face: Face) -> bool:
    return face.status["pinned"] and viewer == face.author_id


def _marked(face: Face, marks: Marks) -> Status:
    number = int(face.status["id"])
    return {
        **face.status,
        "favourited": number in marks.liked,
        "reblogged": number in marks.shared,
        "muted": face.post_id in marks.quiet,
        "bookmarked": number in marks.kept,
    }


def _share(share: ShareRecord, inner: Status, sharer: Account) -> Status:
    url = status_url(share.id)
    return {
        **inner,
        "id": str(share.id),
        "uri": url,
        "url": url,
        "shortcode": str(share.id),
        "created_at": timestamp(share.created_at),
        "account": sharer,
        "reblog": inner,
        "pinned": False,
    }
