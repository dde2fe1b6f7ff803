"""Whether a status that somebody may see belongs into their stream: the same as in the timeline of that name."""

from functools import cached_property

from tintype.api.entities.shapes import Status
from tintype.feed.queries import is_at_home
from tintype.graph.lists.queries import list_sources
from tintype.graph.mutes.queries import muted_by
from tintype.lib.errors import NotFound
from tintype.streaming.streams import Stream


class Belonging:
    """For one viewer, at one moment."""

    def __init__(self, viewer: int | None) -> None:
        self.viewer = viewer

    @cached_property
    def _muted(self) -> set[int]:
        return muted_by(self.viewer)

    def in_stream(self, stream: Stream, status: Status) -> bool:
        if stream.kind.is_public:
            return self._is_public(stream, status)
        if self.viewer is None:
            return False
        if stream.kind.takes == "list":
            return self._is_on_list(int(stream.about), int(status["account"]["id"]))
        return is_at_home(self.viewer, int(status["id"]))

    def _is_public(self, stream: Stream, status: Status) -> bool:
        if status["visibility"] != "public" or int(status["account"]["id"]) in self._muted:
            return False
        return bool(status["media_attachments"]) or not stream.kind.with_media

    def _is_on_list(self, list_id: int, author_id: int) -> bool:
        """The streaming part knows its members of some seconds ago."""
        try:
            return self.viewer is not None and author_id in list_sources(self.viewer, list_id)
        except NotFound:
            return False
