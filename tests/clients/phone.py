"""What a person does with an app, whatever the app is; each of the real ones does it in its own way."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Seen:
    """A post or comment as an app has it."""

    id: str
    text: str
    alt: str | None


class Phone(Protocol):
    """One person's, signed in. Timelines are read to their end, `AT_ONCE` posts a page."""

    name: str

    def post(self, caption: str, photo: Path, alt: str) -> str: ...
    def home(self) -> list[Seen]: ...
    def public(self) -> list[Seen]: ...
    def hashtag(self, tag: str) -> list[Seen]: ...
    def posts_of(self, name: str) -> list[Seen]: ...
    def follow(self, name: str) -> None: ...
    def favourite(self, post_id: str) -> None: ...
    def comment(self, post_id: str, text: str) -> str: ...
    def comments(self, post_id: str) -> list[Seen]: ...
    def search(self, words: str) -> list[str]: ...
    def told(self) -> list[tuple[str, str]]: ...
    def edit(self, post_id: str, caption: str) -> None: ...
    def delete(self, post_id: str) -> None: ...


AT_ONCE = 2


def seen(status: dict[str, object]) -> Seen:
    """From the status that an app has parsed into plain data."""
    media = status["media_attachments"]
    alts = [one["description"] for one in media] if isinstance(media, list) else []
    return Seen(str(status["id"]), str(status["content"]), alts[0] if alts else None)
