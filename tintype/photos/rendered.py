"""Posts as a face has rendered them, kept for everyone."""

from tintype.lib.remember import Remembered

# Less than the shortest life of a media address (60 minutes), which stands in the rendered bytes.
RENDERED_SECONDS = 30 * 60

rendered: Remembered[int] = Remembered("post", ttl_seconds=RENDERED_SECONDS)
