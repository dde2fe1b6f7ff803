"""How a post or a comment read before it was changed."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from tintype.photos.assemble import photo_record
from tintype.photos.models import Edit, Photo
from tintype.photos.records import CommentRecord, PhotoRecord, PostRecord, Version
from tintype.sharding.scope import on_shard_of_id


def history(status: PostRecord | CommentRecord) -> list[Version]:
    """Every version, the last one included, oldest first. The caller has come by the door."""
    with on_shard_of_id(status.id):
        edits = list(Edit.objects.filter(status_id=status.id).order_by("id"))
        photos = _photos_in(status, edits)
    return [*(_version(edit, photos) for edit in edits), _now(status)]


def _photos_in(status: PostRecord | CommentRecord, edits: Iterable[Edit]) -> dict[int, PhotoRecord]:
    """Those that are still kept; of one that was taken out and put into another post, that one says who may see it."""
    wanted = {photo_id for edit in edits for photo_id, _ in edit.photos}
    if isinstance(status, CommentRecord) or not wanted:
        return {}
    found = Photo.objects.filter(Q(post_id=status.id) | Q(post=None), id__in=wanted)
    return {photo.id: photo_record(photo, status.stamp) for photo in found}


def _version(edit: Edit, photos: dict[int, PhotoRecord]) -> Version:
    shown = [replace(photos[photo_id], alt=alt) for photo_id, alt in edit.photos if photo_id in photos]
    return Version(edit.text, edit.spoiler, edit.is_sensitive, tuple(shown), edit.written_at)


def _now(status: PostRecord | CommentRecord) -> Version:
    written_at = status.edited_at or status.created_at
    if isinstance(status, CommentRecord):
        return Version(status.text, "", is_sensitive=False, photos=(), written_at=written_at)
    return Version(status.caption, status.spoiler, status.is_sensitive, status.photos, written_at)
