"""The grain of old plates: one tile of noise, the same on every machine and in the page."""

from functools import cache
from typing import Any

import pyvips

_SIDE = 256
_SEED = 2463534242
# A photo of twice this length has grains of twice the size, so that all renditions of it look alike.
_GRAIN_LENGTH = 1024
# The mean and the spread of a byte of noise, weighed 1 2 1 in both directions: 16 times 127.5, and six times 73.9.
_MEAN, _SPREAD = 2040, 443
_WEIGHTS = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def grain_for(width: int, height: int) -> Any:
    """Around 0, of one channel; with a spread of 1, and less in a picture so small that single grains would show."""
    longest = max(width, height)
    size = max(1, (longest + _GRAIN_LENGTH // 2) // _GRAIN_LENGTH)
    across, down = -(-width // (_SIDE * size)), -(-height // (_SIDE * size))
    grains = _tile().zoom(size, size).replicate(across, down).crop(0, 0, width, height)
    return grains * min(1, longest / _GRAIN_LENGTH)


@cache
def _tile() -> Any:
    noise = pyvips.Image.new_from_memory(_noise(), _SIDE, _SIDE, 1, "uchar")
    wrapped = noise.embed(1, 1, _SIDE + 2, _SIDE + 2, extend="repeat").cast("float")
    soft = wrapped.conv(pyvips.Image.new_from_array(_WEIGHTS), precision="float").crop(1, 1, _SIDE, _SIDE)
    return ((soft - _MEAN) / _SPREAD).copy_memory()


def _noise() -> bytes:
    """Marsaglia's xorshift, of which every language has the parts."""
    made, state = bytearray(), _SEED
    for _ in range(_SIDE * _SIDE):
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        made.append(state >> 24)
    return bytes(made)
