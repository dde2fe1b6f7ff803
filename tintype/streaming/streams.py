"""The streams that apps ask for, in Mastodon's words: what each brings, and to whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tintype.accounts.scopes import covers
from tintype.accounts.tokens import Holder
from tintype.lib import announce
from tintype.lib.paging import parse_id
from tintype.lib.text import tags_in


class Unknown(Exception):
    """There is no such stream, or it lacks what it needs."""


class OutOfScope(Exception):
    """The token is for something else."""


@dataclass(frozen=True)
class Kind:
    scope: str
    # The parameter it takes, if it takes one.
    takes: str = ""
    # It is about somebody: a token without a person has none.
    is_personal: bool = False
    # It brings what everyone may see, and nothing else.
    is_public: bool = False
    with_media: bool = False
    # Nothing comes from elsewhere, as there are no other servers.
    is_remote: bool = False


KINDS = {
    "user": Kind("read:statuses", is_personal=True),
    "user:notification": Kind("read:notifications", is_personal=True),
    "direct": Kind("read:statuses", is_personal=True),
    "list": Kind("read:lists", takes="list", is_personal=True),
    "hashtag": Kind("read:statuses", takes="tag", is_public=True),
    "hashtag:local": Kind("read:statuses", takes="tag", is_public=True),
    "public": Kind("read:statuses", is_public=True),
    "public:local": Kind("read:statuses", is_public=True),
    "public:remote": Kind("read:statuses", is_public=True, is_remote=True),
    "public:media": Kind("read:statuses", is_public=True, with_media=True),
    "public:local:media": Kind("read:statuses", is_public=True, with_media=True),
    "public:remote:media": Kind("read:statuses", is_public=True, with_media=True, is_remote=True),
}


@dataclass(frozen=True)
class Stream:
    name: str
    # The hashtag, or the id of the list.
    about: str = ""

    @property
    def kind(self) -> Kind:
        return KINDS[self.name]

    @property
    def label(self) -> list[str]:
        """As frames name it."""
        return [self.name, self.about] if self.about else [self.name]


def stream_of(asked: Mapping[str, object], holder: Holder) -> Stream:
    """What `{"stream": "hashtag", "tag": "cats"}` asks for. Raises Unknown, OutOfScope."""
    name = asked.get("stream")
    if not isinstance(name, str) or name not in KINDS:
        raise Unknown("Unknown stream type")
    kind = KINDS[name]
    if kind.is_personal and holder.account_id is None:
        raise OutOfScope("This method requires an authenticated user")
    if not covers(holder.scopes, kind.scope):
        raise OutOfScope("This action is outside the authorized scopes")
    return Stream(name, _about(kind, asked.get(kind.takes)) if kind.takes else "")


def _about(kind: Kind, said: object) -> str:
    """As it is announced: the hashtag without its mark, the id of the list without zeros before it."""
    text = str(said or "").strip().removeprefix("#")
    found = _tag(text) if kind.takes == "tag" else parse_id(text)
    if found is None:
        raise Unknown(f"Missing parameter: {kind.takes}")
    return str(found)


def _tag(text: str) -> str | None:
    return text.casefold() if tags_in(f"#{text}") == [text.casefold()] else None


def channels_of(stream: Stream, holder: Holder, members: Collection[int]) -> frozenset[str]:
    """What of the news goes into this stream; `members` are those of the list."""
    me, kind = holder.account_id or 0, stream.kind
    if kind.is_remote:
        return frozenset()
    if stream.name == "user":
        notifications = {announce.told(me)} if covers(holder.scopes, "read:notifications") else set()
        return frozenset({announce.home(me), *notifications})
    if stream.name == "user:notification":
        return frozenset({announce.told(me)})
    if stream.name == "direct":
        return frozenset({announce.direct(me)})
    if kind.takes == "list":
        return frozenset(map(announce.by, members))
    return frozenset({announce.tagged(stream.about) if kind.takes else announce.PUBLIC})
