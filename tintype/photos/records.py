"""What other rooms and the faces know of posts."""

from dataclasses import dataclass
from datetime import datetime

from tintype.accounts.records import Person


@dataclass(frozen=True)
class RenditionRecord:
    name: str
    key: str
    width: int
    height: int


@dataclass(frozen=True)
class PhotoRecord:
    id: int
    alt: str
    width: int
    height: int
    blurhash: str
    renditions: dict[str, RenditionRecord]

    @property
    def small(self) -> RenditionRecord:
        return self.renditions["small"]

    @property
    def medium(self) -> RenditionRecord:
        return self.renditions["medium"]

    @property
    def large(self) -> RenditionRecord:
        return self.renditions["large"]

    @property
    def original(self) -> RenditionRecord:
        return self.renditions["original"]


@dataclass(frozen=True)
class PostRecord:
    id: int
    owner: Person
    caption: str
    visibility: str
    photos: tuple[PhotoRecord, ...]
    like_count: int
    comment_count: int
    created_at: datetime

    @property
    def is_public(self) -> bool:
        """Whether everyone may see it now."""
        return self.visibility == "public" and not self.owner.is_private


@dataclass(frozen=True)
class CommentRecord:
    id: int
    post_id: int
    author: Person
    text: str
    created_at: datetime


@dataclass(frozen=True)
class LikeRecord:
    """A post's number of likes; `id` is the post's."""

    id: int
    like_count: int


@dataclass(frozen=True)
class PhotoState:
    """Where a photo stands on its way into a post; `thumb` once it is ready."""

    id: int
    state: str
    reason: str
    thumb: RenditionRecord | None


@dataclass(frozen=True)
class Draft:
    photo_ids: list[int]
    alts: list[str]
    caption: str
    visibility: str
    idempotency_key: str
