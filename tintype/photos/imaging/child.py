"""What a forked process does with one picture, after which it ends."""

import json
import mmap
import os
import re
import sys
import traceback
from typing import Any, NoReturn

import pyvips

from tintype.photos.imaging import decode, pipeline
from tintype.photos.imaging.confine import confine
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.imaging.wire import Answer

_WORK = {"photo": pipeline.render_photo, "avatar": pipeline.render_avatar, "header": pipeline.render_header}
_PICTURE, _ANSWER, _LOG = range(3)
# As libvips says it, and libjpeg.
_SHORT_OF_MEMORY = re.compile("out of memory|Insufficient memory")


def run(order: bytes, files: list[int]) -> NoReturn:
    """`files` become its only ones: the picture, the answer, the log."""
    try:
        for stream, file in zip((_PICTURE, _ANSWER, _LOG), files, strict=True):
            os.dup2(file, stream)
        os.closerange(_LOG + 1, os.sysconf("SC_OPEN_MAX"))
        _render(json.loads(order))
    except BaseException:  # noqa: BLE001  # nothing may go on as if it were the server
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    # Without the interpreter's farewell, which wants system calls that are gone.
    os._exit(0)


def _render(asked: dict[str, Any]) -> None:
    order = pipeline.Order(Recipe.read(asked["recipe"]), tuple(asked["formats"]), asked["with_original"])
    picture = mmap.mmap(_PICTURE, 0, prot=mmap.PROT_READ)
    confine()
    with open(_ANSWER, "wb", closefd=False) as stream:
        answer = Answer(stream)
        try:
            _WORK[asked["work"]](picture, order, answer)
        except decode.Unfit as unfit:
            answer.refuse(unfit.code)
        except (pyvips.Error, MemoryError) as error:
            answer.refuse(_code_of(error, answer))


def _code_of(error: Exception, answer: Answer) -> str:
    if answer.is_full:
        return "too_many_pixels"
    is_short_of_memory = isinstance(error, MemoryError) or _SHORT_OF_MEMORY.search(str(error))
    return "too_heavy" if is_short_of_memory else "damaged"
