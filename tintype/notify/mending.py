"""Bringing back in line what `tintype check --deep` found to differ."""

from tintype.notify.models import ReadMarker
from tintype.notify.reading import mark_read
from tintype.sharding.scope import action_of


def reset_marker(viewer: int) -> None:
    """Away with a marker that no notification can have; all that has been told so far counts as seen."""
    with action_of(viewer):
        ReadMarker.objects.filter(account_id=viewer).delete()
    mark_read(viewer)
