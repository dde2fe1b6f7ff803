"""Hashtags as apps see them."""

from collections.abc import Iterable
from zlib import crc32

from tintype.api.entities.shapes import FeaturedTag, Tag
from tintype.api.html import tag_url
from tintype.photos.hashtags.interests import interests_among
from tintype.photos.hashtags.records import Featured, Usage
from tintype.photos.hashtags.usage import usage_of


def tags_of(viewer: int | None, names: Iterable[str]) -> list[Tag]:
    """In the same order."""
    names = list(names)
    usage = usage_of(names)
    followed, featured = interests_among(viewer, names)
    return [_tag(name, usage[name], following=name in followed, featuring=name in featured) for name in names]


def tag_of(viewer: int | None, name: str) -> Tag:
    return tags_of(viewer, [name])[0]


def _tag(name: str, usage: Usage, *, following: bool, featuring: bool) -> Tag:
    return {
        # Apps want a number, and go by the name.
        "id": str(crc32(name.encode())),
        "name": name,
        "url": tag_url(name),
        "history": [{"day": str(day.starts), "uses": str(day.uses), "accounts": str(day.people)} for day in usage.days],
        "following": following,
        "featuring": featuring,
        "count": usage.posts,
    }


def featured_tag_of(tag: Featured) -> FeaturedTag:
    return {
        "id": str(tag.id),
        "name": tag.name,
        "url": tag_url(tag.name),
        "statuses_count": str(tag.posts),
        "last_status_at": tag.last_posted_at.date().isoformat() if tag.last_posted_at else None,
    }
