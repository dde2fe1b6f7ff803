"""One line of the activity page."""

from dataclasses import dataclass
from datetime import datetime

from tintype.accounts.records import Person
from tintype.photos.records import RenditionRecord


@dataclass(frozen=True)
class ActivityRecord:
    """`kind` is like, comment, mention, follow, request or approved."""

    id: int
    kind: str
    actor: Person
    post_id: int | None
    thumb: RenditionRecord | None
    thumb_is_public: bool
    text: str
    created_at: datetime
    is_read: bool
