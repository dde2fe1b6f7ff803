"""Hashtags that stand beside one another."""

from collections import Counter

from tintype.lib.text import tags_in
from tintype.photos.timelines import tagged

LOOKED_AT = 100


def related_tags(viewer: int | None, name: str, limit: int) -> list[tuple[str, int]]:
    """Those beside this one in its newest posts, with the number of posts; most used first."""
    posts = tagged(viewer, name, None, LOOKED_AT).items
    found = Counter(tag for post in posts for tag in tags_in(post.caption) if tag != name)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
