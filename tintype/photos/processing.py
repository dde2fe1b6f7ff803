"""From uploaded bytes to renditions; and from the original anew, when a photo is to be developed otherwise."""

from collections.abc import Iterable
from typing import Any

from django_tasks import task

from tintype.photos.announcing import announce, tell_of_change
from tintype.photos.errors import NoRoom
from tintype.photos.files import is_outdated, key_of
from tintype.photos.imaging.errors import PhotoRefused
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.imaging.records import MAX_ANSWER_BYTES, ORIGINAL, Rendered
from tintype.photos.imaging.render import render_photo
from tintype.photos.models import Photo, Post
from tintype.photos.parts import part_keys, read_upload
from tintype.photos.rendered import rendered
from tintype.photos.room import check_room
from tintype.photos.tasks import delete_files, forget_rendered
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_on, on_shard_of_id, shard_of_id
from tintype.storage.actions import consume_incoming, put_objects
from tintype.storage.errors import ObjectMissing
from tintype.storage.queries import open_object
from tintype.tasks.run import enqueue_and_run

LOST = "The photo got lost on its way. Please add it again."

# What is written into a row of Photo.
Changes = dict[str, Any]


@task(queue_name="now")
def process_photo(photo_id: int) -> None:
    """Makes the files that a photo is to have, or says why there can be none."""
    with on_shard_of_id(photo_id):
        photo = Photo.objects.filter(id=photo_id).first()
    if photo is None or photo.state == Photo.State.AWAITING:
        return
    has_to_be_made = photo.state == Photo.State.UPLOADED or is_outdated(photo)
    if has_to_be_made and not _settle(photo, _made_of(photo)):
        return
    if not (has_to_be_made and _original_of(photo)):
        # Also where a killed worker had come this far: the upload, with all its metadata, must not lie about.
        for key in part_keys(photo):
            consume_incoming(key)


def develop(photo: Photo, recipe: Recipe, *, is_shown: bool) -> None:
    """In an action that has the photo locked, and saves it. What is shown already stays so until the other is there."""
    written = recipe.as_json()
    if photo.recipe == written:
        return
    photo.recipe = written
    photo.revision += 1
    if photo.state == Photo.State.READY and not is_shown:
        photo.state = Photo.State.UPLOADED
    process_photo.enqueue(photo.id)


def _original_of(photo: Photo) -> list[Any] | None:
    return next((file for file in photo.renditions if file[0] == ORIGINAL), None)


def _made_of(photo: Photo) -> Changes:
    original = _original_of(photo)
    try:
        return _developed(photo, original) if original else _looked_at(photo)
    except (ObjectMissing, PhotoRefused) as error:
        if photo.state != Photo.State.UPLOADED:
            # It is shown as it was; an operator sees the task.
            raise
        return _refused(str(error) if isinstance(error, PhotoRefused) else LOST)


def _looked_at(photo: Photo) -> Changes:
    data = read_upload(photo)
    if photo.offered_bytes and len(data) != photo.offered_bytes:
        # What the store let in is not believed.
        raise PhotoRefused("damaged")
    return _ready(photo, render_photo(data, Recipe.read(photo.recipe)), [])


def _developed(photo: Photo, original: list[Any]) -> Changes:
    with open_object(original[1]) as file:
        data = file.read(MAX_ANSWER_BYTES)
    made = render_photo(data, Recipe.read(photo.recipe), with_original=False)
    return _ready(photo, made, [original], len(data))


def _refused(reason: str) -> Changes:
    return {"state": Photo.State.REFUSED, "reason": reason, "renditions": [], "stored_bytes": 0}


def _ready(photo: Photo, made: Rendered, kept: list[Any], kept_bytes: int = 0) -> Changes:
    return {
        "state": Photo.State.READY,
        "width": made.width,
        "height": made.height,
        "blurhash": made.blurhash,
        "colour": made.colour,
        "renditions": [*store_renditions(photo, made), *kept],
        "stored_bytes": kept_bytes + sum(len(file.data) for file in made.renditions),
    }


def store_renditions(photo: Photo, made: Rendered) -> list[list[Any]]:
    """What stands in Photo.renditions then."""
    put_objects((key_of(photo, file.name), file.data, file.content_type) for file in made.renditions)
    return [[file.name, key_of(photo, file.name), file.width, file.height] for file in made.renditions]


def _settle(photo: Photo, changes: Changes) -> bool:
    """Writes what was made. False where the photo is to be otherwise meanwhile: the task for that is on its way.

    Another worker that was quicker has stored the same keys. What nobody will name is deleted.
    """
    with action_on(shard_of_id(photo.id)):
        now = Photo.objects.select_for_update().filter(id=photo.id).first()
        if now is not None and now.revision == photo.revision:
            _write(now, changes)
        elif now is not None:
            _delete_all_but(now.renditions, [file for file in changes["renditions"] if file[0] != ORIGINAL])
        else:
            _delete_all_but([], changes["renditions"])
    if now is not None and now.post_id:
        rendered.forget(now.post_id)
    return now is None or now.revision == photo.revision


def _delete_all_but(kept: Iterable[Any], files: Iterable[Any]) -> None:
    keys = {key for _, key, _, _ in files} - {key for _, key, _, _ in kept}
    if keys:
        delete_files.enqueue(sorted(keys))


def _write(photo: Photo, changes: Changes) -> None:
    if photo.state != Photo.State.UPLOADED and not is_outdated(photo):
        _delete_all_but(photo.renditions, changes["renditions"])
        return
    was_shown = photo.state == Photo.State.READY
    if not was_shown:
        changes = _where_there_is_room(photo, changes)
    _delete_all_but(changes["renditions"], photo.renditions)
    for name, value in changes.items():
        setattr(photo, name, value)
    photo.save(update_fields=list(changes))
    if photo.post_id and was_shown:
        tell_of_change(photo.post_id)
    elif photo.post_id:
        enqueue_and_run(publish_ready, photo.post_id)


def _where_there_is_room(photo: Photo, changes: Changes) -> Changes:
    """When the upload was signed, nobody knew what its files would take, nor how many more there would be."""
    # Two photos at once would each find the room that is left.
    lock_pair("room", photo.owner_id, 0)
    try:
        check_room(photo.owner_id, changes["stored_bytes"] - photo.stored_bytes)
    except NoRoom as full:
        _delete_all_but(photo.renditions, changes["renditions"])
        return _refused(full.message)
    return changes


@task(queue_name="now")
def publish_ready(post_id: int) -> None:
    """A post is there for others from when the last of its photos has been worked on."""
    with action_on(shard_of_id(post_id)):
        # Never a photo's row and then its post's: deleting a post takes them the other way round.
        post = Post.objects.select_for_update().filter(id=post_id, is_ready=False).first()
        if post is None or post.photos.exclude(state=Photo.State.READY).exists():
            return
        post.is_ready = True
        post.save(update_fields=["is_ready"])
        forget_rendered.enqueue(post_id)
        announce(post)
    rendered.forget(post_id)
