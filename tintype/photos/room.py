"""How much room somebody's photos take in the object store, and how much they may."""

from django.conf import settings
from django.db.models import Sum

from tintype.photos.errors import NoRoom
from tintype.photos.models import Photo
from tintype.sharding.scope import on_shard_of

MEGABYTE = 2**20


def room_of(viewer: int) -> tuple[float, int] | None:
    """How many megabytes the viewer's photos take, and how many they may; None where there is no limit."""
    if not settings.TINTYPE_QUOTA_MB:
        return None
    with on_shard_of(viewer):
        return _used_bytes(viewer) / MEGABYTE, settings.TINTYPE_QUOTA_MB


def check_room(owner_id: int, more_bytes: int) -> None:
    """In the owner's scope. Raises NoRoom."""
    most = settings.TINTYPE_QUOTA_MB
    if not most:
        return
    used = _used_bytes(owner_id)
    if used + more_bytes > most * MEGABYTE:
        raise NoRoom(
            f"Your photos take {used / MEGABYTE:.0f} of {most:,} MB, so there is no room for this one. "
            "Delete posts that you can do without, then send it again."
        )


def _used_bytes(owner_id: int) -> int:
    return Photo.objects.filter(owner_id=owner_id).aggregate(used=Sum("stored_bytes"))["used"] or 0
