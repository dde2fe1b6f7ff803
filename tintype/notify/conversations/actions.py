"""Changes to the list of one person's conversations: each one transaction on that person's shard."""

from tintype.lib.announce import direct, publish
from tintype.lib.errors import NotFound
from tintype.notify.models import Conversation
from tintype.photos.direct import Talk, talk_of
from tintype.sharding.databases import shard_databases
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of, on_database


def set_read(viewer: int, post_id: int) -> None:
    """Raises NotFound."""
    _change(viewer, post_id, is_unread=False)


def put_away(viewer: int, post_id: int) -> None:
    """Out of the viewer's list, until something new is said; what is said stays. Raises NotFound."""
    _change(viewer, post_id, is_unread=False, is_hidden=True)


def _change(viewer: int, post_id: int, **changes: bool) -> None:
    with action_of(viewer):
        found = Conversation.objects.filter(account_id=viewer, post_id=post_id, is_hidden=False)
        if not found.update(**changes):
            raise NotFound


def keep_in_lists(post_id: int) -> None:
    """The lists of all who take part agree with the post, and nobody else's has it.

    Nobody keeps a list of who took part in a post that is gone, so every database is asked.
    """
    talk = talk_of(post_id)
    listed = set(talk.people) if talk else set()
    for database in shard_databases():
        with on_database(database):
            listed.update(Conversation.objects.filter(post_id=post_id).values_list("account_id", flat=True))
    for account_id in sorted(listed):
        if keep_in_list(account_id, post_id):
            publish([direct(account_id)], "conversation", post_id)


def keep_in_list(account_id: int, post_id: int) -> bool:
    """As `keep_in_lists`, for one person; whether there is something new to show."""
    with action_of(account_id):
        lock_pair("conversation", account_id, post_id)
        talk = talk_of(post_id)
        row = Conversation.objects.filter(account_id=account_id, post_id=post_id).first()
        if talk is None or account_id not in talk.people:
            if row is not None:
                row.delete()
            return False
        return _write(row or Conversation(account_id=account_id, post_id=post_id, last_id=0, is_unread=False), talk)


def _write(row: Conversation, talk: Talk) -> bool:
    """What is new is unread, unless it is one's own, and brings back what was put away."""
    is_news = talk.last_id > row.last_id
    people = sorted(talk.people - {row.account_id})
    if not is_news and (row.people, row.last_id) == (people, talk.last_id):
        return False
    row.people, row.last_id = people, talk.last_id
    if is_news:
        row.is_unread, row.is_hidden = talk.last_author_id != row.account_id, False
    row.save()
    return is_news
