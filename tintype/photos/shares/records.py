"""What other rooms and the faces know of shares."""

from dataclasses import dataclass
from datetime import datetime

from tintype.accounts.records import Person
from tintype.photos.records import PostRecord


@dataclass(frozen=True)
class ShareRecord:
    """Somebody shows a post to their followers; `id` is the share's own."""

    id: int
    sharer: Person
    post: PostRecord
    created_at: datetime


@dataclass(frozen=True)
class SharedRecord:
    """A post's number of shares after a change; `id` is the post's, `share_id` 0 where the viewer shares it no more."""

    id: int
    share_id: int
    share_count: int
