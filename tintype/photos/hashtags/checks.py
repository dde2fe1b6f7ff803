"""What of hashtags must agree: those under which a post stands with those that can be searched for."""

from collections.abc import Iterator
from functools import partial

from tintype.lib.differences import Check, Difference
from tintype.photos.hashtags.names import note_used, unknown_among
from tintype.photos.models import TagEntry
from tintype.sharding.walk import about, rows_of


def _tags() -> Iterator[list[str]]:
    for rows in rows_of(TagEntry):
        yield sorted({tag for _, tag, _ in rows})


def _compare(tags: list[str]) -> list[Difference[str]]:
    return [
        Difference(tag, f"Posts stand under #{tag}, but a search does not find it.", partial(note_used, [tag]))
        for tag in sorted(unknown_among(tags))
    ]


TAG_CHECKS = (Check("hashtags in the search", _tags, _compare, partial(about, TagEntry)),)
