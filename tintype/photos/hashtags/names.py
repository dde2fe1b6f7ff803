"""Every hashtag that a public post of a public account ever had, in the directory: found by how it begins."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from tintype.photos.models import Hashtag

# A hashtag that everybody uses just now is not written each time.
NOTED_AGAIN_AFTER = timedelta(hours=1)


def note_used(tags: Iterable[str]) -> None:
    wanted, now = set(tags), timezone.now()
    fresh = Hashtag.objects.filter(name__in=wanted, last_used_at__gt=now - NOTED_AGAIN_AFTER)
    rows = [Hashtag(name=tag, last_used_at=now) for tag in sorted(wanted - set(fresh.values_list("name", flat=True)))]
    Hashtag.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=["last_used_at"])


def hashtags_with(prefix: str, limit: int, offset: int = 0) -> list[str]:
    """In the order of the alphabet."""
    found = Hashtag.objects.filter(name__startswith=prefix.casefold()).order_by("name")
    return list(found.values_list("name", flat=True)[offset : offset + limit])


def unknown_among(tags: Iterable[str]) -> set[str]:
    """Those that cannot be found."""
    wanted = set(tags)
    return wanted - set(Hashtag.objects.filter(name__in=wanted).values_list("name", flat=True))
