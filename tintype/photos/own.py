"""A person's own photos, in a post or not yet: how one stands, what is said of it, and its removal."""

from tintype.lib.errors import NotFound
from tintype.lib.text import clean
from tintype.photos.assemble import own_stamp, photo_record
from tintype.photos.drafts import check_alts
from tintype.photos.files import files_of
from tintype.photos.models import Photo
from tintype.photos.parts import part_keys
from tintype.photos.records import OwnPhoto, PhotoWords
from tintype.photos.rendered import rendered
from tintype.photos.tasks import delete_files, forget_rendered
from tintype.sharding.scope import action_of, on_shard_of
from tintype.storage.actions import consume_incoming


def own_photo(viewer: int, photo_id: int) -> OwnPhoto:
    """Raises NotFound."""
    with on_shard_of(viewer):
        photo = Photo.objects.filter(id=photo_id, owner_id=viewer).first()
    if photo is None:
        raise NotFound
    return OwnPhoto(photo_record(photo, own_stamp(viewer)), photo.state, photo.reason)


def put_words(photo: Photo, words: PhotoWords) -> None:
    """Raises DraftRefused for a description that is too long."""
    if words.alt is not None:
        photo.alt = clean(words.alt)
        check_alts([photo.alt])
    if words.focus is not None:
        photo.focus_x, photo.focus_y = words.focus


def describe_photo(viewer: int, photo_id: int, words: PhotoWords) -> None:
    """Also of a photo that is in a post. Raises NotFound, DraftRefused."""
    with action_of(viewer):
        photo = Photo.objects.select_for_update().filter(id=photo_id, owner_id=viewer).first()
        if photo is None:
            raise NotFound
        put_words(photo, words)
        photo.save(update_fields=["alt", "focus_x", "focus_y"])
        if photo.post_id:
            forget_rendered.enqueue(photo.post_id)
    if photo.post_id:
        rendered.forget(photo.post_id)


def remove_photo(viewer: int, photo_id: int) -> None:
    """One that is in no post. Raises NotFound."""
    with action_of(viewer):
        photo = Photo.objects.select_for_update().filter(id=photo_id, owner_id=viewer, post=None).first()
        if photo is None:
            raise NotFound
        delete_files.enqueue(files_of(photo))
        photo.delete()
    # Its bytes go, if they lie there still, and the signed forms that were given out for them are good for nothing.
    for key in part_keys(photo):
        consume_incoming(key)
