"""The process that decodes one picture: `python -m tintype.photos.imaging.child photo < picture > answer`."""

import os
import sys

import pyvips

from tintype.photos.imaging import pipeline, wire
from tintype.photos.imaging.confine import OUTPUT_BYTES, confine
from tintype.photos.imaging.records import Rendered

_WORK = {"photo": pipeline.render_photo, "avatar": pipeline.render_avatar, "header": pipeline.render_header}


def main() -> None:
    work = _WORK[sys.argv[1]]
    pipeline.allow_only_accepted_loaders()
    confine()
    data = sys.stdin.buffer.read()
    try:
        rendered = work(data)
    except pipeline.TooManyPixels:
        wire.write_refusal(sys.stdout.buffer, "too_many_pixels")
    except (pyvips.Error, MemoryError) as error:
        print(error, file=sys.stderr)  # noqa: T201  # the parent logs it
        wire.write_refusal(sys.stdout.buffer, "damaged")
    else:
        _answer(rendered)
    sys.stdout.buffer.flush()
    sys.stderr.flush()
    # Without the interpreter's farewell, which wants system calls that are gone.
    os._exit(0)


def _answer(rendered: Rendered) -> None:
    if sum(len(file.data) for file in rendered.renditions) > OUTPUT_BYTES - wire.MAX_HEADER_BYTES:
        wire.write_refusal(sys.stdout.buffer, "too_many_pixels")
    else:
        wire.write_rendered(sys.stdout.buffer, rendered)


if __name__ == "__main__":
    main()
