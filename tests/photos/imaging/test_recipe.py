import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.photos.imaging.filters import DEFINITIONS, FILTERS
from tintype.photos.imaging.recipe import PLAIN, Recipe, RecipeRefused

EVERYTHING: dict[str, Any] = {
    "filter": "tintype",
    "strength": 0.75,
    "turn": 3,
    "angle": -12.5,
    "crop": [0.1, 0.2, 0.5, 0.6],
    "brightness": 0.1,
    "contrast": -0.2,
    "warmth": 0.3,
    "saturation": -1.0,
    "vignette": 1.0,
}


def test_what_is_written_is_read_again() -> None:
    assert Recipe.read(json.loads(json.dumps(EVERYTHING))).as_json() == EVERYTHING
    assert Recipe.read({}) == PLAIN
    assert PLAIN.as_json() == {}


def test_only_what_differs_is_written() -> None:
    assert Recipe.read({"filter": "", "turn": 0, "crop": [0, 0, 1, 1], "warmth": 0}).as_json() == {}


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        "silver",
        7,
        {"filter": "silver", "sharpness": 1},
        {"filter": "Silver"},
        {"filter": None},
        {"filter": ["silver"]},
        {"strength": 1.01},
        {"strength": -0.01},
        {"strength": True},
        {"strength": "0.5"},
        {"brightness": math.nan},
        {"brightness": math.inf},
        {"brightness": 10**400},
        {"vignette": -0.1},
        {"angle": 45.5},
        {"turn": 4},
        {"turn": -1},
        {"turn": 1.0},
        {"turn": True},
        {"crop": None},
        {"crop": [0, 0, 1]},
        {"crop": [0, 0, 1, 1, 1]},
        {"crop": [0, 0, 1, "1"]},
        {"crop": [0, 0, math.nan, 1]},
        {"crop": [0.5, 0, 0.6, 1]},
        {"crop": [0, -0.1, 1, 1]},
        {"crop": [0, 0, 0.01, 1]},
        {"crop": [0, 0, True, 1]},
    ],
)
def test_what_no_editor_writes_is_refused_in_a_sentence(written: object) -> None:
    with pytest.raises(RecipeRefused) as refused:
        Recipe.read(written)
    assert refused.value.message.endswith(".")


def test_a_recipe_knows_what_it_leaves_alone() -> None:
    assert PLAIN.keeps_shape
    assert PLAIN.keeps_tones
    assert Recipe(filter="silver", strength=0).keeps_tones
    assert Recipe(filter="silver").keeps_shape
    assert not Recipe(filter="silver").keeps_tones
    assert not Recipe(angle=1).keeps_shape
    assert Recipe(angle=1).keeps_tones


@pytest.mark.parametrize(
    ("recipe", "size"),
    [
        (PLAIN, (400, 300)),
        (Recipe(turn=1), (300, 400)),
        (Recipe(angle=20), (400, 300)),
        (Recipe(crop=(0.25, 0.25, 0.5, 0.5)), (200, 150)),
        (Recipe(turn=1, crop=(0.25, 0.25, 0.5, 0.5)), (150, 200)),
    ],
)
def test_the_size_of_what_comes_out(recipe: Recipe, size: tuple[int, int]) -> None:
    assert recipe.shaped_size(400, 300) == size


PARTS = st.floats(0, 0.95)


@given(x=PARTS, y=PARTS, more=st.floats(0, 1), width=st.integers(1, 9000), height=st.integers(1, 9000))
def test_a_crop_is_never_empty_and_never_outside(x: float, y: float, more: float, width: int, height: int) -> None:
    across, down = 0.05 + (0.95 - x) * more, 0.05 + (0.95 - y) * more
    left, top, right, bottom = Recipe.read({"crop": [x, y, across, down]}).box(width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_every_filter_is_sound() -> None:
    """Greys stay where the curves put them only if what mixes the channels adds up to one."""
    assert len(FILTERS) >= 16
    assert len(DEFINITIONS) == len(FILTERS)
    assert len({definition["label"] for definition in DEFINITIONS}) == len(FILTERS)
    for found in FILTERS.values():
        assert [round(sum(row), 9) for row in found.matrix] == [1, 1, 1]
        for curve in found.curves:
            inputs, outputs = zip(*curve, strict=True)
            assert (inputs[0], inputs[-1]) == (0, 255)
            assert list(inputs) == sorted(set(inputs))
            assert list(outputs) == sorted(outputs)
            assert 0 <= outputs[0] <= outputs[-1] <= 255
        assert 0 <= found.vignette <= 0.6
        assert 0 <= found.grain <= 0.1
