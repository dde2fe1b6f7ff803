"""How far somebody has read what they were told, and what they put away. Each is one transaction on their shard."""

from django.db.models import F
from django.utils import timezone

from tintype.lib.errors import NotFound
from tintype.lib.paging import MAX_ID
from tintype.notify.models import Marker, Notification, ReadMarker
from tintype.notify.unread import forget_unread
from tintype.sharding.scope import action_of


def mark_read(viewer: int) -> None:
    """All that has been told so far has been seen; an app that keeps a marker learns of it."""
    with action_of(viewer):
        last = see_up_to(viewer, MAX_ID)
        behind = Marker.objects.filter(account_id=viewer, timeline=Marker.Timeline.NOTIFICATIONS, last_read_id__lt=last)
        behind.update(last_read_id=last, version=F("version") + 1, updated_at=timezone.now())
    forget_unread(viewer)


def see_up_to(viewer: int, note_id: int) -> int:
    """The last notification that counts as seen now; inside the viewer's action. What was seen stays seen."""
    told = Notification.objects.filter(account_id=viewer, id__lte=note_id).order_by("-id")
    last: int = told.values_list("id", flat=True).first() or 0
    if last:
        ReadMarker.objects.get_or_create(account_id=viewer, defaults={"last_read_id": last})
        ReadMarker.objects.filter(account_id=viewer, last_read_id__lt=last).update(last_read_id=last)
    return last


def dismiss(viewer: int, note_id: int) -> None:
    """Raises NotFound for what is not the viewer's."""
    with action_of(viewer):
        gone, _ = Notification.objects.filter(account_id=viewer, id=note_id).delete()
    if not gone:
        raise NotFound
    forget_unread(viewer)


def clear(viewer: int) -> None:
    """All that was told so far goes."""
    with action_of(viewer):
        Notification.objects.filter(account_id=viewer).delete()
    forget_unread(viewer)
