"""What must agree: direct posts, and the lists of those who take part in them."""

import json
from collections.abc import Iterator
from functools import partial

from tintype.lib.differences import Check, Difference
from tintype.notify.conversations.actions import keep_in_list
from tintype.notify.models import Conversation
from tintype.photos.direct import talks_of, walk_talks
from tintype.sharding.scope import shard_of
from tintype.sharding.walk import about, gathered, rows_of

# Account, post.
Listed = tuple[int, int]
# Those who take part but the account itself, and the last that was said.
Entry = tuple[list[int], int]
LISTED = """
    SELECT account_id, post_id, people::text, last_id FROM notify_conversation
    JOIN unnest(%s::bigint[], %s::bigint[]) AS wanted(a, b) ON account_id = wanted.a AND post_id = wanted.b
"""


def _walk() -> Iterator[list[Listed]]:
    yield from walk_talks()
    yield from rows_of(Conversation)


def _entries_in_truth(listed: list[Listed]) -> dict[Listed, Entry]:
    talks = talks_of({post for _, post in listed})
    return {
        (account, post): (sorted(talk.people - {account}), talk.last_id)
        for post, talk in talks.items()
        for account in talk.people
    }


def _entries_in_lists(listed: list[Listed]) -> dict[Listed, Entry]:
    rows = gathered(
        LISTED, listed, lambda pair: shard_of(pair[0]), lambda group: [*map(list, zip(*group, strict=True))]
    )
    return {(account, post): (json.loads(people), last) for account, post, people, last in rows}


def _two_lists(listed: list[Listed]) -> list[list[int]]:
    return [[account for account, _ in listed], [post for _, post in listed]]


def _compare(listed: list[Listed]) -> list[Difference[Listed]]:
    kept = _entries_in_lists(listed)
    true = _entries_in_truth(listed)
    return [
        Difference(pair, _said(*pair, kept.get(pair), true.get(pair)), partial(keep_in_list, *pair))
        for pair in listed
        if kept.get(pair) != true.get(pair)
    ]


def _said(account: int, post: int, kept: Entry | None, true: Entry | None) -> str:
    if true is None:
        return f"The conversation of post {post} stands in the list of account {account}, which takes no part in it."
    if kept is None:
        return f"The conversation of post {post} is missing in the list of account {account}."
    return (
        f"The conversation of post {post} in the list of account {account} is with {kept[0]} up to {kept[1]},"
        f" but should be with {true[0]} up to {true[1]}."
    )


CONVERSATION_CHECKS = (Check("conversations", _walk, _compare, partial(about, Conversation, Conversation)),)
