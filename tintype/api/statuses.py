"""The one way from an id in an address to what it is the id of: a post, a comment, or a share of a post."""

from dataclasses import dataclass

from tintype.api.entities.shapes import Status
from tintype.api.entities.status import statuses_by_id
from tintype.lib.errors import NotFound
from tintype.photos.queries import visible_post
from tintype.photos.records import CommentRecord, PostRecord
from tintype.photos.shares.queries import visible_shares
from tintype.photos.shares.records import ShareRecord
from tintype.photos.threads import visible_comments


@dataclass(frozen=True)
class Target:
    """What is done to a share is done to its post."""

    post: PostRecord
    comment: CommentRecord | None = None
    share: ShareRecord | None = None

    @property
    def said(self) -> PostRecord | CommentRecord:
        return self.comment or self.post

    @property
    def id(self) -> int:
        return self.said.id


def target_of(viewer: int | None, status_id: int) -> Target:
    """Raises NotFound for what the viewer may not see."""
    if (post := visible_post(viewer, status_id)) is not None:
        return Target(post)
    if (pair := visible_comments(viewer, [status_id]).get(status_id)) is not None:
        return Target(*pair)
    if (share := visible_shares(viewer, [status_id]).get(status_id)) is not None:
        return Target(share.post, share=share)
    raise NotFound


def status_by_id(viewer: int | None, status_id: int) -> Status:
    """Raises NotFound."""
    found = statuses_by_id(viewer, [status_id]).get(status_id)
    if found is None:
        raise NotFound
    return found
