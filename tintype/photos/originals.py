"""A photo as it came, for its owner alone, and what was done to it since."""

from typing import Any

from tintype.lib.errors import NotFound
from tintype.photos.files import is_outdated
from tintype.photos.imaging.records import ORIGINAL
from tintype.photos.models import Photo
from tintype.sharding.scope import on_shard_of
from tintype.storage.queries import signed_url

# To fetch it once.
_SECONDS = 300


def original_url(viewer: int, photo_id: int) -> str:
    """Where the original lies, for a few minutes. Raises NotFound, also where a photo is not ready yet."""
    with on_shard_of(viewer):
        photo = Photo.objects.filter(id=photo_id, owner_id=viewer).first()
    key = next((key for name, key, *_ in photo.renditions if name == ORIGINAL), None) if photo else None
    if key is None:
        raise NotFound
    return signed_url(key, _SECONDS)


def is_developing(viewer: int, post_id: int) -> bool:
    """Whether a photo of the viewer's own post still looks as it did before its recipe was changed."""
    with on_shard_of(viewer):
        return any(is_outdated(photo) for photo in Photo.objects.filter(post_id=post_id, owner_id=viewer))


def recipes_of(viewer: int, photo_ids: list[int]) -> dict[int, dict[str, Any]]:
    """How those of the viewer's own photos are developed."""
    with on_shard_of(viewer):
        return dict(Photo.objects.filter(id__in=photo_ids, owner_id=viewer).values_list("id", "recipe"))
