"""Whoever is in a list is followed by its owner; both stand on the owner's shard."""

from collections.abc import Iterator
from functools import partial

from tintype.graph.models import ListMember
from tintype.graph.tasks import sync_follow
from tintype.lib.differences import Check, Difference
from tintype.sharding.pairs import Pair, two_lists
from tintype.sharding.scope import shard_of_id
from tintype.sharding.walk import about, gathered, rows_of

STRANGERS = """
    SELECT list.id, account_id, list.owner_id FROM unnest(%s::bigint[], %s::bigint[]) AS wanted(list_id, member_id)
    JOIN graph_listmember ON people_list_id = list_id AND account_id = member_id
    JOIN graph_peoplelist AS list ON list.id = list_id
    WHERE owner_id <> account_id
        AND NOT EXISTS (SELECT FROM graph_following WHERE follower_id = owner_id AND followee_id = account_id)
"""


def _members() -> Iterator[list[Pair]]:
    yield from rows_of(ListMember)


def _compare(members: list[Pair]) -> list[Difference[Pair]]:
    found = gathered(STRANGERS, members, lambda member: shard_of_id(member[0]), two_lists)
    return [
        Difference(
            (list_id, account),
            f"Account {account} is in list {list_id} of account {owner}, whose own list of follows lacks it.",
            partial(sync_follow.call, owner, account),
        )
        for list_id, account, owner in found
    ]


LIST_CHECKS = (Check("members of lists", _members, _compare, partial(about, ListMember)),)
