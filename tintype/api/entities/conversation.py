"""Direct posts and what is said under them, as apps list them."""

from collections.abc import Iterable

from tintype.accounts.queries import people
from tintype.api.entities.account import accounts_of
from tintype.api.entities.shapes import Account, Conversation
from tintype.api.entities.status import statuses_by_id
from tintype.notify.conversations.records import ConversationRecord


def conversations_of(viewer: int, records: Iterable[ConversationRecord]) -> list[Conversation]:
    """In the same order, without those that the viewer may not see (any more)."""
    listed = list(records)
    statuses = statuses_by_id(viewer, [one for record in listed for one in (record.last_id, record.post_id)])
    accounts = _accounts(viewer, listed)
    # Whoever talks with nobody else is shown to themselves: some apps want one at least.
    myself = [accounts[viewer]] if viewer in accounts else []
    return [
        Conversation(
            id=str(record.post_id),
            unread=record.is_unread,
            accounts=[accounts[person.id] for person in record.people] or myself,
            # What was said last may be by somebody whom the viewer does not see; apps need a status all the same.
            last_status=statuses.get(record.last_id, statuses[record.post_id]),
        )
        for record in listed
        if record.post_id in statuses
    ]


def _accounts(viewer: int, records: list[ConversationRecord]) -> dict[int, Account]:
    known = {person.id: person for record in records for person in record.people} | people([viewer])
    return dict(zip(known, accounts_of(known.values()), strict=True))
