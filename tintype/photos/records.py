"""What other rooms and the faces know of posts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tintype.accounts.records import Person


@dataclass(frozen=True)
class RenditionRecord:
    """One file of a photo; `name` is `1080.webp`, or `original`."""

    name: str
    key: str
    width: int
    height: int

    @property
    def format(self) -> str:
        return self.key.rpartition(".")[2]


@dataclass(frozen=True)
class PhotoRecord:
    """As it is shown; without renditions while it is being worked on."""

    id: int
    alt: str
    width: int
    height: int
    blurhash: str
    # The dominant one as #rrggbb; empty where nobody looked for it.
    colour: str
    # Narrowest first, without the original.
    renditions: tuple[RenditionRecord, ...]
    # What must stay in sight when it is cropped: -1 to 1 from left to right and from bottom to top.
    focus: tuple[float, float]
    # What addresses of its files carry.
    stamp: str

    def in_format(self, name: str) -> list[RenditionRecord]:
        """All files of this format (`jpg`), narrowest first."""
        return [rendition for rendition in self.renditions if rendition.format == name]

    def at(self, width: int) -> RenditionRecord | None:
        """The narrowest JPEG that is as wide as that, else the widest; None while there is none."""
        files = self.in_format("jpg")
        return next((file for file in files if file.width >= width), files[-1] if files else None)


def is_public(owner: Person, visibility: str) -> bool:
    """Whether everyone may see such a post of theirs now."""
    return visibility in ("public", "unlisted") and not owner.is_private


@dataclass(frozen=True)
class PostRecord:
    id: int
    owner: Person
    caption: str
    visibility: str
    photos: tuple[PhotoRecord, ...]
    like_count: int
    comment_count: int
    share_count: int
    created_at: datetime
    # None where it is as it was made.
    edited_at: datetime | None
    # Shown before the photos, which are hidden until somebody wants to see them.
    spoiler: str
    is_sensitive: bool
    language: str
    # Name and address of the app it was posted with; empty for the pages.
    application: tuple[str, ...]
    is_pinned: bool
    # Until its photos have been worked on, its owner alone sees it.
    is_ready: bool
    # Why some of them cannot be shown; then it waits for its owner to mend it.
    problems: tuple[str, ...]

    @property
    def is_public(self) -> bool:
        """Whether everyone may see it now."""
        return self.is_ready and is_public(self.owner, self.visibility)

    @property
    def stamp(self) -> str:
        """What addresses of its photos carry."""
        return self.owner.stamp(is_public=self.is_public)

    @property
    def is_listed(self) -> bool:
        """Whether it may stand in timelines of everyone's posts and of hashtags now."""
        return self.visibility == "public" and self.is_public


@dataclass(frozen=True)
class CommentRecord:
    id: int
    post_id: int
    author: Person
    text: str
    created_at: datetime
    edited_at: datetime | None
    like_count: int
    # The comment that it answers and who wrote that; 0 where it answers the post itself, or what is deleted.
    parent_id: int
    parent_author_id: int


@dataclass(frozen=True)
class LikeRecord:
    """A post's number of likes; `id` is the post's."""

    id: int
    like_count: int


@dataclass(frozen=True)
class PhotoState:
    """Where a photo stands on its way into a post; it has renditions once it is ready."""

    id: int
    state: str
    reason: str
    photo: PhotoRecord


@dataclass(frozen=True)
class UploadPart:
    """The bytes from `start` up to `end` of a file; POST `fields`, and then these bytes as `file`."""

    number: int
    start: int
    end: int
    fields: dict[str, str]


@dataclass(frozen=True)
class Started:
    """An upload that waits for these parts: each goes to `url` by a form of its own, in any order."""

    photo_id: int
    key: str
    url: str = ""
    parts: tuple[UploadPart, ...] = ()
    # When the forms are good for nothing any more; there are fresh ones then.
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Draft:
    photo_ids: list[int]
    # In the order of the photos; a photo beyond them keeps the description that it has.
    alts: list[str]
    caption: str
    visibility: str
    idempotency_key: str
    spoiler: str = ""
    is_sensitive: bool = False
    language: str = ""
    application: tuple[str, ...] = ()
    # How the photos are to be developed, in their order, as imaging.recipe.Recipe.as_json.
    recipes: list[Any] = field(default_factory=list)
    # Whether it may be made of photos that are still being worked on.
    before_ready: bool = False


@dataclass(frozen=True)
class PhotoWords:
    """What its owner says of a photo; None where they say nothing, and it stays as it is."""

    alt: str | None = None
    focus: tuple[float, float] | None = None


@dataclass(frozen=True)
class OwnPhoto:
    """A photo as its owner sees it, from the upload on; it has renditions once it is ready."""

    photo: PhotoRecord
    state: str
    # Why it was refused.
    reason: str


@dataclass(frozen=True)
class Change:
    """What is to be other in a post; None leaves a thing as it is."""

    caption: str | None = None
    spoiler: str | None = None
    is_sensitive: bool | None = None
    language: str | None = None
    photo_ids: list[int] | None = None
    # By the ids of photos.
    alts: dict[int, str] = field(default_factory=dict)
    focuses: dict[int, tuple[float, float]] = field(default_factory=dict)
    # As imaging.recipe.Recipe.as_json.
    recipes: dict[int, Any] = field(default_factory=dict)
    visibility: str | None = None


@dataclass(frozen=True)
class Version:
    """How a post or a comment read from a moment on."""

    text: str
    spoiler: str
    is_sensitive: bool
    photos: tuple[PhotoRecord, ...]
    written_at: datetime
