"""New names for the files of a photo, so that the addresses of the old ones are dead: fewer people may see it now."""

from typing import Any

from django.db.models import Q
from django_tasks import task

from tintype.photos.announcing import tell_of_change
from tintype.photos.files import is_outdated
from tintype.photos.imaging.records import ORIGINAL
from tintype.photos.models import Edit, Photo, Post
from tintype.photos.processing import process_photo
from tintype.photos.rendered import rendered
from tintype.photos.tasks import delete_files
from tintype.sharding.scope import action_on, on_shard_of_id, shard_of_id
from tintype.storage.actions import copy_object
from tintype.storage.keys import rendition_key
from tintype.tasks.run import enqueue_and_run


def rekey_photos(post: Post) -> None:
    """In the action that narrows who may see the post. Right after it the old addresses show nothing.

    Photos that were taken out are still kept for a day, and shown with the versions that had them.
    """
    versions = Edit.objects.filter(status_id=post.id).values_list("photos", flat=True)
    taken_out = Q(post=None, owner_id=post.owner_id, id__in={photo_id for photos in versions for photo_id, _ in photos})
    shown = Photo.objects.filter(Q(post=post) | taken_out, state=Photo.State.READY)
    for photo in shown.select_for_update().order_by("id"):
        # What is to look different has to be made anew; of all else the files are only copied.
        is_to_change = is_outdated(photo)
        photo.revision += 1
        photo.save(update_fields=["revision"])
        if is_to_change:
            process_photo.enqueue(photo.id)
        else:
            # Here, and not behind all photos that wait to be worked on: a post's files are copied in half a second.
            enqueue_and_run(copy_files, photo.id, photo.revision)


@task(queue_name="now")
def copy_files(photo_id: int, revision: int) -> None:
    """To the keys of this revision; the old ones go. Where there is a newer one, its own task has taken over."""
    with on_shard_of_id(photo_id):
        photo = Photo.objects.filter(id=photo_id).first()
    if photo is None:
        return
    copies = [[name, _key(photo, revision, name, key), *size] for name, key, *size in photo.renditions]
    if photo.revision == revision:
        for (_, old, *_), (_, new, *_) in zip(photo.renditions, copies, strict=True):
            if old != new:
                copy_object(old, new)
    _settle(photo, revision, copies)


def _key(photo: Photo, revision: int, name: str, key: str) -> str:
    return key if name == ORIGINAL else rendition_key(photo.owner_id, photo.id, revision, name)


def _settle(photo: Photo, revision: int, copies: list[list[Any]]) -> None:
    """Names the copies, or deletes those that nobody will name: also what a killed worker has left."""
    with action_on(shard_of_id(photo.id)):
        now = Photo.objects.select_for_update().filter(id=photo.id).first()
        former = _keys(now.renditions) if now else set()
        if now and now.revision == revision and now.renditions == photo.renditions:
            now.renditions = copies
            now.save(update_fields=["renditions"])
            if now.post_id:
                tell_of_change(now.post_id)
        kept = _keys(now.renditions) if now else set()
        if gone := (former | _keys(copies)) - kept:
            enqueue_and_run(delete_files, sorted(gone))
    if photo.post_id:
        rendered.forget(photo.post_id)


def _keys(renditions: list[list[Any]]) -> set[str]:
    return {key for _, key, *_ in renditions}
