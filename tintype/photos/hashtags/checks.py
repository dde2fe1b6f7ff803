"""What of hashtags must agree: those under which a public account's post stands with those that can be searched for."""

from collections.abc import Iterator
from functools import partial

from tintype.accounts.queries import people
from tintype.lib.differences import Check, Difference
from tintype.photos.hashtags.names import note_used, unknown_among
from tintype.photos.models import TagEntry
from tintype.photos.owners.queries import owners_in_shards
from tintype.sharding.walk import about, rows_of

# Hashtag, post.
Entry = tuple[str, int]


def _entries() -> Iterator[list[Entry]]:
    for rows in rows_of(TagEntry):
        yield [(tag, post) for _, tag, post in rows]


def _compare(entries: list[Entry]) -> list[Difference[Entry]]:
    unknown = unknown_among(tag for tag, _ in entries)
    owners = owners_in_shards(post for tag, post in entries if tag in unknown)
    public = {person.id for person in people(owners.values()).values() if not person.is_private}
    lacking = {tag: post for tag, post in entries if tag in unknown and owners.get(post) in public}
    return [_difference(tag, post) for tag, post in sorted(lacking.items())]


def _difference(tag: str, post: int) -> Difference[Entry]:
    text = f"Post {post} stands under #{tag}, but a search does not find it."
    return Difference((tag, post), text, partial(note_used, [tag]))


TAG_CHECKS = (Check("hashtags in the search", _entries, _compare, partial(about, TagEntry)),)
