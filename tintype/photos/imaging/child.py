"""The process that decodes one picture: `python -m tintype.photos.imaging.child '{"work": "photo", …}'`."""

import json
import os
import sys
from typing import Any

import pyvips

from tintype.photos.imaging import decode, pipeline
from tintype.photos.imaging.confine import confine
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.imaging.wire import Answer

_WORK = {"photo": pipeline.render_photo, "avatar": pipeline.render_avatar, "header": pipeline.render_header}


def main() -> None:
    asked = json.loads(sys.argv[1])
    order = pipeline.Order(Recipe.read(asked["recipe"]), tuple(asked["formats"]), asked["with_original"])
    decode.allow_only_accepted_loaders()
    confine()
    _work(asked["work"], sys.stdin.buffer.read(), order)
    sys.stdout.buffer.flush()
    sys.stderr.flush()
    # Without the interpreter's farewell, which wants system calls that are gone.
    os._exit(0)


def _work(work: str, picture: Any, order: pipeline.Order) -> None:
    answer = Answer(sys.stdout.buffer)
    try:
        _WORK[work](picture, order, answer)
    except decode.Unfit as unfit:
        answer.refuse(unfit.code)
    except (pyvips.Error, MemoryError) as error:
        print(error, file=sys.stderr)  # noqa: T201  # the parent logs it
        answer.refuse("too_many_pixels" if answer.is_full else "damaged")


if __name__ == "__main__":
    main()
