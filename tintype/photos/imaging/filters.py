"""The filters, of which `filters.json` is the only definition: the page draws by it, and so does the server."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Row = tuple[float, float, float]

# As it stands in the file, for the page.
DEFINITIONS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("filters.json").read_text("utf-8"))


@dataclass(frozen=True)
class Filter:
    """`matrix`: what of red, green and blue makes each of them; `curves`: one a channel, as points from 0 to 255."""

    matrix: tuple[Row, Row, Row]
    curves: tuple[tuple[Point, ...], ...]
    vignette: float
    grain: float


def _filter(definition: dict[str, Any]) -> Filter:
    red, green, blue = (tuple(row) for row in definition["matrix"])
    curves = (tuple((x, y) for x, y in definition["curves"][channel]) for channel in ("red", "green", "blue"))
    return Filter((red, green, blue), tuple(curves), definition.get("vignette", 0.0), definition.get("grain", 0.0))


FILTERS: dict[str, Filter] = {definition["name"]: _filter(definition) for definition in DEFINITIONS}
