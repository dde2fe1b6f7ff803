"""All that two people say to each other alone, as one row of messages, under whichever of their direct posts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from tintype.accounts.records import Person
from tintype.lib.errors import NotFound, Refused
from tintype.lib.paging import Page, Span, cut, page_of
from tintype.lib.text import clean
from tintype.notify.conversations.queries import between_two, unread_among
from tintype.photos.actions import comment, delete_comment, delete_post, publish_post
from tintype.photos.direct import comment_ids
from tintype.photos.limits import Visibility
from tintype.photos.queries import visible_posts
from tintype.photos.records import Draft, PostRecord
from tintype.photos.threads import visible_comments

# Invisible, and enough to keep a name from being a mention.
WORD_JOINER = "\u2060"


@dataclass(frozen=True)
class MessageRecord:
    """A post or a comment; `post` where it is a post."""

    id: int
    author_id: int
    text: str
    created_at: datetime
    # By the other one.
    is_seen: bool
    post: PostRecord | None


def messages(viewer: int, other_id: int, span: Span, limit: int) -> Page[MessageRecord]:
    """Newest first."""
    posts = between_two(viewer, other_id)
    ids = [one for one in posts if span.after < one < span.before] + comment_ids(posts, span, limit + 1)
    shown, has_more = cut(sorted(ids, reverse=True)[: limit + 1], limit)
    said = _said(shown, viewer, unread_among(viewer, posts), unread_among(other_id, posts))
    return page_of(shown, [said[one] for one in shown if one in said], int, has_more=has_more)


def _said(ids: Iterable[int], viewer: int, unread: set[int], unread_by_other: set[int]) -> dict[int, MessageRecord]:
    """`unread` are the posts under which something is new to the viewer, or to the other one."""

    def is_seen(author_id: int, post_id: int) -> bool:
        return post_id not in (unread_by_other if author_id == viewer else unread)

    posts = visible_posts(viewer, ids)
    found = {
        post.id: MessageRecord(
            post.id, post.owner.id, post.caption, post.created_at, is_seen(post.owner.id, post.id), post
        )
        for post in posts.values()
    }
    for post, said in visible_comments(viewer, (one for one in ids if one not in posts)).values():
        seen = is_seen(said.author.id, post.id)
        found[said.id] = MessageRecord(said.id, said.author.id, said.text, said.created_at, seen, None)
    return found


def send(viewer: int, other: Person, text: str) -> MessageRecord:
    """A comment where the two have talked, else a direct post. Raises Refused, and NotFound where it went at once."""
    if other.id == viewer:
        raise Refused("You cannot write to yourself.")
    if not clean(text):
        raise Refused("Write something first.")
    made = _say(viewer, other, text)
    said = _said([made], viewer, set(), set()).get(made)
    if said is None:
        raise NotFound
    return replace(said, is_seen=False)


def _say(viewer: int, other: Person, text: str) -> int:
    if posts := between_two(viewer, other.id, with_hidden=True):
        return comment(viewer, posts[0], text, uuid4().hex).id
    # Whoever else is spoken of must not become one to whom it is written.
    words = f"@{other.username} {text.replace('@', f'@{WORD_JOINER}')}"
    return publish_post(viewer, Draft([], [], words, Visibility.DIRECT, uuid4().hex))


def unsend(viewer: int, message_id: int) -> bool:
    """One's own; with a post goes what was said under it. False where there is none such."""
    found = visible_comments(viewer, [message_id]).get(message_id)
    if found is None:
        return delete_post(viewer, message_id)
    post, said = found
    return said.author.id == viewer and delete_comment(viewer, post.id, said.id)
