"""What is the same for everyone in a post, a comment or a share, before it is shown to somebody (entities.status)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from tintype.accounts.queries import people_by_username
from tintype.accounts.records import Person
from tintype.api.answers import timestamp
from tintype.api.entities import shapes
from tintype.api.entities.media import media_of
from tintype.api.entities.shapes import AppName, Mention, Status, TagName
from tintype.api.entities.visibility import shown
from tintype.api.html import html_of, profile_url, tag_url
from tintype.lib.text import mentions_in, tags_in
from tintype.photos.records import CommentRecord, PostRecord

# Filled in for each reader, since it changes more often than what its person posted.
NO_ACCOUNT: Any = None


@dataclass(frozen=True)
class Face:
    author_id: int
    # Of which post it is a part.
    post_id: int
    # Without its account, and as nobody in particular sees it.
    status: Status


def post_faces(posts: Sequence[PostRecord]) -> list[Face]:
    named = _named(post.caption for post in posts)
    return [Face(post.owner.id, post.id, _post(post, named)) for post in posts]


def comment_faces(pairs: Sequence[tuple[PostRecord, CommentRecord]], answers: Mapping[int, int]) -> list[Face]:
    """`answers` are the numbers of comments that answer each comment."""
    named = _named(comment.text for _, comment in pairs)
    return [
        Face(comment.author.id, post.id, _comment(post, comment, named, answers.get(comment.id, 0)))
        for post, comment in pairs
    ]


def status_url(status_id: int) -> str:
    return f"{settings.TINTYPE_URL}/p/{status_id}"


def _named(texts: Any) -> dict[str, Person]:
    names = {name for text in texts for name in mentions_in(text)}
    return people_by_username(names) if names else {}


def _post(post: PostRecord, named: Mapping[str, Person]) -> Status:
    return {
        **_words(post.id, post.caption, post.created_at, named),
        "edited_at": timestamp(post.edited_at) if post.edited_at else None,
        "visibility": visibility_of(post),
        "sensitive": post.is_sensitive,
        "spoiler_text": post.spoiler,
        "media_attachments": [media_of(photo) for photo in post.photos],
        "application": _application(post),
        "replies_count": post.comment_count,
        "reply_count": post.comment_count,
        "reblogs_count": post.share_count,
        "favourites_count": post.like_count,
        "language": post.language or None,
        "pinned": post.is_pinned,
        "pf_type": _kind(len(post.photos)),
    }


def _comment(post: PostRecord, comment: CommentRecord, named: Mapping[str, Person], answers: int) -> Status:
    return {
        **_words(comment.id, comment.text, comment.created_at, named),
        "edited_at": timestamp(comment.edited_at) if comment.edited_at else None,
        "visibility": visibility_of(post),
        "replies_count": answers,
        "reply_count": answers,
        "favourites_count": comment.like_count,
        "in_reply_to_id": str(comment.parent_id or post.id),
        "in_reply_to_account_id": str(comment.parent_author_id or post.owner.id),
    }


def visibility_of(post: PostRecord) -> shapes.Visibility:
    """What it comes to: apps offer to share what is said to be for everyone."""
    is_narrow = post.owner.is_private and post.visibility in ("public", "unlisted")
    return "private" if is_narrow else shown(post.visibility)


def _application(post: PostRecord) -> AppName | None:
    if not post.application:
        return None
    name, website = post.application
    return {"name": name, "website": website or None}


def _kind(photos: int) -> Any:
    return "text" if not photos else "photo" if photos == 1 else "photo:album"


def _words(status_id: int, text: str, created_at: datetime, named: Mapping[str, Person]) -> Status:
    """What every status has, with what is none as long as nobody says otherwise."""
    url = status_url(status_id)
    return {
        "id": str(status_id),
        "uri": url,
        "url": url,
        "created_at": timestamp(created_at),
        "edited_at": None,
        "account": NO_ACCOUNT,
        "content": html_of(text),
        "visibility": "public",
        "sensitive": False,
        "spoiler_text": "",
        "media_attachments": [],
        "application": None,
        "mentions": [_mention(named[name]) for name in mentions_in(text) if name in named],
        "tags": [TagName(name=tag, url=tag_url(tag)) for tag in tags_in(text)],
        "emojis": [],
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "reblog": None,
        "poll": None,
        "card": None,
        "quote": None,
        "quote_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "language": None,
        "favourited": False,
        "reblogged": False,
        "muted": False,
        "bookmarked": False,
        "pinned": False,
        "filtered": [],
        "pf_type": "text",
        "content_text": text,
        "reply_count": 0,
        "liked_by": None,
        "local": True,
        "comments_disabled": False,
        "place": None,
        "shortcode": str(status_id),
        "taggedPeople": [],
    }


def _mention(person: Person) -> Mention:
    url = profile_url(person.username)
    return {"id": str(person.id), "username": person.username, "url": url, "acct": person.username}
