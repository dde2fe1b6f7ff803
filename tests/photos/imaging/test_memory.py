"""A photo is worked on in bounded memory, or refused by its header with a sentence."""

from collections.abc import Callable

import pytest

from tests.photos.imaging.heavy import SHOWN, TOO_HEAVY
from tests.photos.imaging.test_hostile import MOST_OF_A_CHILD
from tintype.photos.imaging import render
from tintype.photos.imaging.client import Ended, run_child
from tintype.photos.imaging.errors import PhotoRefused
from tintype.photos.imaging.render import render_photo

pytestmark = pytest.mark.slow


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[Ended]:
    seen: list[Ended] = []

    def noting(order: bytes, files: list[int]) -> Ended:
        seen.append(run_child(order, files))
        return seen[-1]

    monkeypatch.setattr(render, "run_child", noting)
    return seen


@pytest.mark.parametrize("make", SHOWN.values(), ids=SHOWN)
def test_the_heaviest_that_are_shown(make: Callable[[], bytes], ended: list[Ended]) -> None:
    assert render_photo(make()).width > 3000
    assert ended[0].peak_bytes < MOST_OF_A_CHILD


@pytest.mark.parametrize("make", TOO_HEAVY.values(), ids=TOO_HEAVY)
def test_what_would_be_too_heavy_is_refused_by_its_header(make: Callable[[], bytes], ended: list[Ended]) -> None:
    with pytest.raises(PhotoRefused, match="at most 12 megapixels") as refused:
        render_photo(make())
    assert refused.value.code == "too_heavy"
    assert ended[0].peak_bytes < 40 * 2**20
