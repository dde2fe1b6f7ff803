"""Lists page by page, as Mastodon's apps turn them: by ids in the address, and by the Link header."""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings

from tintype.api.answers import Answer
from tintype.api.call import Call
from tintype.api.params import MaybeId, Number, Params
from tintype.lib.paging import MAX_ID, Page, Span

_CURSORS = ("max_id", "min_id", "since_id", "cursor")

# Whoever turns more pages than this is no person who looks for something.
MOST_SKIPPED = 10_000


class Paging(Params):
    default_limit: ClassVar[int] = 20
    most: ClassVar[int] = 40

    max_id: MaybeId = None
    since_id: MaybeId = None
    min_id: MaybeId = None
    limit: Number = None

    @property
    def span(self) -> Span:
        return Span(self.max_id or MAX_ID, self.min_id or self.since_id or 0, from_below=self.min_id is not None)

    @property
    def size(self) -> int:
        """Whoever asks for too many gets as many as there may be."""
        return max(1, min(self.limit or self.default_limit, self.most))


class PeoplePaging(Paging):
    """Of people, notifications and the like, twice as many."""

    default_limit: ClassVar[int] = 40
    most: ClassVar[int] = 80


class Skipping(Paging):
    """Of lists without ids to go by."""

    offset: Number = None

    @property
    def skipped(self) -> int:
        return max(0, min(self.offset or 0, MOST_SKIPPED))


class SkippingPeople(Skipping):
    default_limit: ClassVar[int] = PeoplePaging.default_limit
    most: ClassVar[int] = PeoplePaging.most


def listed(call: Call, page: Page[Any], items: Sequence[Any]) -> Answer:
    """`items` are what apps see of `page`."""
    links = [("next", "max_id", page.next), ("prev", "min_id", page.previous)]
    # `next` comes first: toot's regular expression looks for it there.
    parts = [f'<{_address(call, name, cursor)}>; rel="{rel}"' for rel, name, cursor in links if cursor]
    return Answer(list(items), headers={"Link": ", ".join(parts)} if parts else {})


def _address(call: Call, name: str, cursor: str) -> str:
    """In plain letters, and without comma and semicolon, at which apps cut the header; `max_id` comes last."""
    query = call.request.GET.copy()
    for former in _CURSORS:
        query.pop(former, None)
    query[name] = cursor
    return f"{settings.TINTYPE_URL}{quote(call.request.path)}?{query.urlencode()}"
