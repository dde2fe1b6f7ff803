"""Objects to which nothing points."""

from datetime import timedelta

from tintype.lib.differences import Difference
from tintype.storage.actions import delete_objects
from tintype.storage.errors import ObjectMissing
from tintype.storage.keys import is_key
from tintype.storage.queries import stored_since
from tintype.storage.sigv4 import utc_now

# A younger object may belong to something that is just being made; uploads that nobody came for are kept as long.
GRACE = timedelta(days=1)


def orphan(key: str, why: str) -> list[Difference[str]]:
    """The difference that this object is, unless it is young or gone. What Tintype cannot have put stays."""
    if not is_key(key):
        return [Difference(key, f"The object store holds {key}, which is no name of an object of Tintype's.")]
    try:
        since = stored_since(key)
    except ObjectMissing:
        return []
    if utc_now() - since < GRACE:
        return []
    return [Difference(key, f"The object store holds {key}, but {why}.", lambda: delete_objects([key]))]
