"""What the faces know of a conversation."""

from dataclasses import dataclass

from tintype.accounts.records import Person


@dataclass(frozen=True)
class ConversationRecord:
    """`people` are the others who take part; `last_id` is that of the newest comment, or of the post."""

    post_id: int
    people: list[Person]
    last_id: int
    is_unread: bool
