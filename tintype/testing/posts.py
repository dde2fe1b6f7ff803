"""Posts without the wait for the imaging child: one small picture is decoded once and used for all."""

import io
import secrets
from functools import cache

from tintype.photos.actions import publish_post
from tintype.photos.imaging.records import Rendered
from tintype.photos.imaging.render import render_photo
from tintype.photos.models import Photo
from tintype.photos.processing import store_renditions
from tintype.photos.records import Draft
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of
from tintype.storage.keys import incoming_key


@cache
def picture() -> bytes:
    """A small JPEG with a gradient."""
    from PIL import Image  # noqa: PLC0415 - a dependency of tests alone

    file = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(file, "JPEG")
    return file.getvalue()


@cache
def _rendered() -> Rendered:
    return render_photo(picture())


def make_photo(owner_id: int) -> int:
    """A photo that is ready to be posted, with all its files."""
    made = _rendered()
    with action_of(owner_id):
        photo = Photo(id=next_id(), owner_id=owner_id, incoming_key=incoming_key(owner_id), state=Photo.State.READY)
        photo.width, photo.height, photo.blurhash, photo.colour = made.width, made.height, made.blurhash, made.colour
        photo.stored_bytes = sum(len(file.data) for file in made.renditions)
        photo.renditions = store_renditions(photo, made)
        photo.save(force_insert=True)
    return photo.id


def make_post(owner_id: int, caption: str = "", *, visibility: str = "public", photos: int = 1) -> int:
    photo_ids = [make_photo(owner_id) for _ in range(photos)]
    alts = [f"photo {number}" for number in range(1, photos + 1)]
    return publish_post(owner_id, Draft(photo_ids, alts, caption, visibility, secrets.token_hex(8)))
