"""The owner map from the shards: it fills by itself as it is asked, and at once by this."""

from collections.abc import Callable
from itertools import chain

from tintype.lib.differences import in_batches
from tintype.photos.models import Post
from tintype.photos.owners.kept import put
from tintype.sharding.databases import shard_databases
from tintype.sharding.scope import on_database
from tintype.sharding.walk import rows_of

# So many posts in one round trip. Each shard's come in one call of the script, here about twelve: with 2,000 a call
# for each post would take twice the time.
BATCH = 100_000


def count() -> int:
    """How many posts there are to put."""
    counted = 0
    for database in shard_databases():
        with on_database(database):
            counted += Post.objects.count()
    return counted


def rebuild(on_batch: Callable[[int], object]) -> None:
    """Put in every post. Safe while running: of what is deleted meanwhile the map knows that it is."""
    for rows in in_batches(chain.from_iterable(rows_of(Post, "owner_id")), BATCH):
        put(dict(rows))
        on_batch(len(rows))
