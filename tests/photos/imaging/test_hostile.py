"""Whatever is sent: at most a second of a processor, a bounded memory, a sentence, and no harm to anybody."""

from collections.abc import Iterator

import pytest

from tests.photos.imaging.hostile import CORPUS, PAGE
from tests.photos.imaging.looks import picture
from tests.photos.imaging.servers import own_server
from tintype.photos.imaging import render
from tintype.photos.imaging.client import Ended, run_child
from tintype.photos.imaging.errors import PhotoRefused
from tintype.photos.imaging.render import render_photo

# With the 120 MB that a worker has, and twice the 25 MB that an upload may have, less than 300 MB.
MOST_OF_A_CHILD = 175 * 2**20
# The real server, but the kernel ends a child that takes more than a second of a processor.
HURRIED = """
from tintype.photos.imaging import confine, server
confine.CPU_SECONDS = 1
server.main()
"""
# What can be shown is shown, without what else was in it.
MADE_HARMLESS = {
    "bomb: GIF of 65,535 x 65,535": (4, 4),
    "bomb: GIF of 3,500 x 3,500 in 1 kB": (4, 4),
    "size: GIF of 0 x 0": (4, 4),
    "two kinds: GIF and script": (60, 40),
    "text: GIF with 4,000,000 comments": (60, 40),
    **dict.fromkeys(("flipped: WEBP number 1", "flipped: WEBP number 2"), (300, 200)),
}
KINDS_MADE_HARMLESS = ("two kinds:", "profile:", "text:", "EXIF:", "process:")
CODES = {
    "frames:": {"moving"},
    "bomb:": {"too_many_pixels", "too_heavy", "damaged"},
    "size:": {"too_many_pixels", "damaged"},
    "short:": {"damaged"},
    "flipped:": {"damaged"},
    "two kinds:": {"not_an_image", "damaged"},
    "other type:": {"not_an_image", "heic", "video", "damaged"},
    "EXIF:": {"too_large"},
    "process:": {"damaged"},
}


@pytest.fixture(scope="module")
def ended() -> Iterator[list[Ended]]:
    """How each child ended, in a server that gives them a second."""
    seen: list[Ended] = []

    def noting(order: bytes, files: list[int]) -> Ended:
        seen.append(run_child(order, files))
        return seen[-1]

    with pytest.MonkeyPatch.context() as patch, own_server(patch) as set_program:
        set_program(HURRIED)
        patch.setattr(render, "run_child", noting)
        yield seen


@pytest.mark.parametrize("name", CORPUS)
def test_nothing_harms(name: str, ended: list[Ended]) -> None:
    data = CORPUS[name]()
    ended.clear()
    try:
        rendered = render_photo(data)
    except PhotoRefused as refused:
        codes = CODES[name[: name.index(":") + 1]]
        assert refused.code in codes  # noqa: PT017  # either way is good
    else:
        assert (rendered.width, rendered.height) == MADE_HARMLESS.get(name, (600, 400))
        assert name in MADE_HARMLESS or name.startswith(KINDS_MADE_HARMLESS)
        for file in rendered.renditions:
            assert picture(file.data).size == (file.width, file.height)
            assert PAGE not in file.data
            assert len(file.data) < 60_000
    for child in ended:
        assert child.code == 0
        assert child.peak_bytes < MOST_OF_A_CHILD
