"""Posts as the faces have rendered them, kept for everyone: as a card of the pages, and as what apps get."""

from tintype.lib.remember import Remembered

# Less than the shortest life of a media address (60 minutes), which stands in the rendered bytes.
RENDERED_SECONDS = 30 * 60

faces: Remembered[int] = Remembered("status", ttl_seconds=RENDERED_SECONDS, is_bulk=True)
rendered: Remembered[int] = Remembered("card", ttl_seconds=RENDERED_SECONDS, beside=faces, is_bulk=True)
