"""From whatever a file holds to 8-bit grey or RGB on white, with the profile they are meant in."""

from typing import Any

_PROFILE = "icc-profile-data"
# Display and camera profiles have 0.5 to 20 kB. Each rendition carries its profile, so a larger one is applied
# to the pixels instead of being kept.
_MAX_PROFILE_BYTES = 64 * 1024
_WHITE = 255


def plain(image: Any) -> Any:
    image = _eight_bits(_from_cmyk(image))
    if image.hasalpha():
        image = image.flatten(background=[_WHITE])
    return _with_sound_profile(image)


def _from_cmyk(image: Any) -> Any:
    if image.interpretation != "cmyk":
        return image
    # Without a profile of its own, the general one for print that libvips carries.
    return image.icc_transform("srgb", embedded=True, input_profile="cmyk")


def _eight_bits(image: Any) -> Any:
    if image.format == "uchar":
        return image
    is_grey = image.bands < 3  # noqa: PLR2004  # grey, or grey and alpha
    return image.colourspace("b-w" if is_grey else "srgb")


def _with_sound_profile(image: Any) -> Any:
    if image.get_typeof(_PROFILE) == 0:
        return image
    profile = image.get(_PROFILE)
    # The colour space the profile is for, and the mark of every ICC profile (ICC.1, 7.2).
    fits = profile[16:20] == (b"GRAY" if image.bands == 1 else b"RGB ") and profile[36:40] == b"acsp"
    if fits and len(profile) <= _MAX_PROFILE_BYTES:
        return image
    # libvips takes the numbers for sRGB if the profile turns out to be unusable.
    return image.icc_transform("srgb", embedded=True) if fits else _without_profile(image)


def _without_profile(image: Any) -> Any:
    image = image.copy()
    image.remove(_PROFILE)
    return image
