"""Every rendition is turned the way the camera was held."""

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.photos.imaging.camera import camera_jpeg, camera_png, camera_webp, pattern
from tests.photos.imaging.looks import is_upright, picture, real_photo
from tintype.photos.imaging.render import render_avatar, render_photo

# What a camera held in each way stores of an upright scene.
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(orientation: int) -> Image.Image:
    turn = STORED_AS[orientation]
    scene = pattern(1200, 800)
    return scene if turn is None else scene.transpose(turn)


@pytest.mark.parametrize(
    ("make", "orientation"),
    [(camera_jpeg, orientation) for orientation in STORED_AS] + [(camera_png, 6), (camera_png, 2), (camera_webp, 8)],
)
def test_upright_in_every_rendition(make: object, orientation: int) -> None:
    assert callable(make)
    data = make(stored(orientation), orientation)
    rendered = render_photo(data)
    assert (rendered.width, rendered.height) == (1200, 800)
    sizes = [(file.name, file.width, file.height) for file in rendered.renditions]
    shown = [(150, 100), (320, 213), (640, 427), (1080, 720), (1200, 800)]
    names = zip((150, 320, 640, 1080, 2048), shown, strict=True)
    assert sizes == [(f"{name}.{form}", *size) for name, size in names for form in ("jpg", "webp")] + [
        ("original", 1200, 800)
    ]
    for file in rendered.renditions:
        assert picture(file.data).size == (file.width, file.height)
        assert is_upright(file.data)
    assert is_upright(render_avatar(data))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_none(orientation: int) -> None:
    assert is_upright(render_photo(camera_jpeg(orientation=orientation)).renditions[0].data)


def test_real_photos_of_all_orientations_show_the_same_scene() -> None:
    scenes = []
    for orientation in range(1, 9):
        rendered = render_photo(real_photo(f"orientation-{orientation}.jpg"))
        scenes.append(picture(rendered.renditions[2].data).convert("L"))
    assert {scene.size for scene in scenes} == {(320, 240)}
    for scene in scenes[1:]:
        difference = ImageStat.Stat(ImageChops.difference(scenes[0], scene)).mean[0]
        # Two shots of one scene: 3 of 255 apart. A mirrored one differs by about 60.
        assert difference < 20
        assert ImageStat.Stat(ImageChops.difference(scenes[0], scene.transpose(STORED_AS[2]))).mean[0] > 30  # type: ignore[arg-type]
