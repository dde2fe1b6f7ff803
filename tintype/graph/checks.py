"""What of this room must agree: the number of followers with the follows, and both sides' lists with each other."""

from collections.abc import Iterator
from functools import partial

from tintype.graph.actions import decline, recount_followers
from tintype.graph.lists.checks import LIST_CHECKS
from tintype.graph.models import Block, BlockedBy, Follow, FollowerCount, Following
from tintype.graph.tasks import sync_block, sync_follow
from tintype.lib.differences import Check, Difference
from tintype.sharding.pairs import Pair, Pairs, Side
from tintype.sharding.scope import shard_of
from tintype.sharding.walk import about, gathered, rows_of

APPROVED = "state = 'approved'"
UNCOUNTED = "NOT EXISTS (SELECT FROM graph_followercount WHERE account_id = followee_id)"
COUNTS = f"""
    SELECT account.id, coalesce(followers, 0) - approved FROM unnest(%s::bigint[]) AS account(id)
    LEFT JOIN graph_followercount ON account_id = account.id
    CROSS JOIN LATERAL (SELECT count(*) FROM graph_follow WHERE followee_id = account.id AND {APPROVED}) AS f(approved)
    WHERE coalesce(followers, 0) <> approved
"""  # noqa: S608 - a constant


def _followed() -> Iterator[list[int]]:
    """Whoever has a count, and whoever should have one."""
    for rows in rows_of(FollowerCount):
        yield [account for (account,) in rows]
    for rows in rows_of(Follow, where=f"{APPROVED} AND {UNCOUNTED}"):
        yield sorted({followee for followee, _ in rows})


def _compare_counts(accounts: list[int]) -> list[Difference[int]]:
    """Count and follows are read by one statement, so the number is never between two follows.

    The sentence says by how many they differ, which stays as it is while people go on following.
    """
    return [
        Difference(
            account,
            f"The number of followers of account {account} is off by {excess:+}.",
            partial(recount_followers, account),
        )
        for account, excess in gathered(COUNTS, accounts, shard_of, lambda group: [group])
    ]


follows = Pairs(
    truth=Side(Follow, shard_of, APPROVED),
    copy=Side(Following, shard_of),
    lacks_copy="Account {1} follows account {0} (follow {2}), but its own list does not say so.",
    lacks_truth="The list of account {1} says that it follows account {0} (follow {2}), but it does not.",
    mend=lambda followee, follower: sync_follow.call(follower, followee),
)
blocks = Pairs(
    truth=Side(Block, shard_of, value="1"),
    copy=Side(BlockedBy, shard_of, value="1"),
    lacks_copy="Account {0} blocks account {1}, but the list of account {1} does not say so.",
    lacks_truth="The list of account {1} says that account {0} blocks it, but it does not.",
    mend=sync_block.call,
)


def _blocks() -> Iterator[list[Pair]]:
    yield from blocks.truth.walk()


def _compare_across(pairs: list[Pair]) -> list[Difference[Pair]]:
    """A block ends the follows both ways; a pair is blocker and blocked."""
    found = Side(Follow, shard_of).read([*pairs, *((b, a) for a, b in pairs)])
    standing = Side(Block, shard_of).read(pairs)
    return [
        Difference(
            pair,
            f"Account {follower} follows account {followee} (follow {made}) across a block of account {pair[0]}.",
            partial(_cut, *pair),
        )
        for pair in pairs
        if pair in standing
        for followee, follower in (pair, pair[::-1])
        if (made := found.get((followee, follower)))
    ]


def _cut(blocker: int, blocked: int) -> None:
    decline(blocker, blocked)
    decline(blocked, blocker)


CHECKS = (
    Check("follower counts", _followed, _compare_counts, partial(about, FollowerCount)),
    Check("follows in both lists", follows.walk, follows.compare, partial(about, Follow, Following)),
    Check("blocks in both lists", blocks.walk, blocks.compare, partial(about, Block, BlockedBy)),
    Check("follows across blocks", _blocks, _compare_across, partial(about, Block)),
    *LIST_CHECKS,
)
