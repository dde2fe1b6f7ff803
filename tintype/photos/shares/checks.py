"""Both lists of shares must agree; the numbers on the posts are looked at with those of likes."""

from functools import partial

from tintype.lib.differences import Check
from tintype.photos.models import Share, Shared
from tintype.photos.shares.tasks import sync_shared
from tintype.sharding.pairs import Pairs, Side
from tintype.sharding.scope import shard_of, shard_of_id
from tintype.sharding.walk import about

shares = Pairs(
    truth=Side(Share, shard_of_id),
    copy=Side(Shared, shard_of),
    lacks_copy="Account {1} shares post {0} (share {2}), but its own list does not say so.",
    lacks_truth="The list of account {1} says that it shares post {0} (share {2}), but it does not.",
    mend=lambda post, account: sync_shared.call(account, post),
)

SHARE_CHECKS = (Check("shares in both lists", shares.walk, shares.compare, partial(about, Share, Shared)),)
