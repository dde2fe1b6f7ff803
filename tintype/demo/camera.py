"""The demo's photos come in by the door of apps that send them here: store, imaging child."""

import io
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import connections

from tintype.demo.here import tasks_here
from tintype.demo.pictures.gallery import Shot
from tintype.lib.errors import Refused
from tintype.photos.queries import photo_state
from tintype.photos.records import PhotoWords
from tintype.photos.uploads import receive_photo

# Each takes two seconds of work by turns in this process and in the imaging child: with two, both of two cores work.
_AT_ONCE = 2


def take_all(shots: Iterable[tuple[int, Shot]], long_edge: int, tick: Callable[[], None]) -> list[int]:
    """The ids of the photos, ready to be posted, for each owner and shot in turn."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(partial(_take, long_edge, tick), *zip(*shots, strict=True)))


def _take(long_edge: int, tick: Callable[[], None], owner_id: int, shot: Shot) -> int:
    try:
        with tasks_here():
            photo_id = _upload(owner_id, shot.jpeg(long_edge))
    finally:
        connections.close_all()
    tick()
    return photo_id


def _upload(owner_id: int, data: bytes) -> int:
    photo_id = receive_photo(owner_id, io.BytesIO(data), len(data), PhotoWords())
    state = photo_state(owner_id, photo_id)
    if state is None or state.state != "ready":
        raise Refused(f"A photo of the demo could not be processed: {state.reason if state else 'it is gone'}.")
    return photo_id
