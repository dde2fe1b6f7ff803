"""What a reader has done with posts and comments: likes, shares, bookmarks, quiet posts; asked for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from tintype.api.entities.faces import Face
from tintype.photos.comment_likes import liked_comments_among
from tintype.photos.queries import liked_among
from tintype.photos.quiet import quiet_among
from tintype.photos.saving import bookmarked_among
from tintype.photos.shares.queries import shared_among


@dataclass(frozen=True)
class Marks:
    """Ids of posts and comments."""

    liked: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    # Of posts; all that is said under one is as quiet.
    quiet: frozenset[int] = frozenset()


def marks_of(viewer: int | None, shown: Sequence[Face]) -> Marks:
    if viewer is None:
        return Marks()
    ids = [int(face.status["id"]) for face in shown]
    posts = {face.post_id for face in shown}
    own = [one for one in ids if one in posts]
    comments = [one for one in ids if one not in posts]
    return Marks(
        frozenset(liked_among(viewer, own) | liked_comments_among(viewer, comments)),
        frozenset(shared_among(viewer, own)),
        frozenset(bookmarked_among(viewer, ids)),
        frozenset(quiet_among(viewer, posts)),
    )
