"""What the owner map knows must be so. What it does not know is no difference: the shards are asked then."""

from collections.abc import Iterator
from functools import partial

from tintype.lib.differences import Check, Difference, in_batches
from tintype.photos.owners.kept import drop, forget, keep_owners, known_of, look_up
from tintype.photos.owners.queries import owners_in_shards
from tintype.sharding.scope import LOGICAL_SHARDS

BATCH = 2_000


def _known() -> Iterator[list[int]]:
    yield from in_batches(known_of(range(LOGICAL_SHARDS)), BATCH)


def _compare(post_ids: list[int]) -> list[Difference[int]]:
    known = look_up(post_ids)
    true = owners_in_shards(known)
    return [
        Difference(post_id, f"Post {post_id} {_is(true.get(post_id))}, but {_is(owner)} by the owner map.", mend)
        for post_id, owner in known.items()
        if owner != true.get(post_id)
        for mend in (partial(_mend, post_id),)
    ]


def _is(owner_id: int | None) -> str:
    return "is deleted" if owner_id is None else f"is account {owner_id}'s"


def _mend(post_id: int) -> None:
    true = owners_in_shards([post_id])
    if true:
        drop([post_id])
        keep_owners(true)
    else:
        forget([post_id])


OWNER_CHECKS = (Check("owner map", _known, _compare),)
