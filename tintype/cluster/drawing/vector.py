"""The picture of a topology as SVG, in the look of docs/pictures/architecture.svg."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from string import Template
from textwrap import wrap

from tintype.cluster.drawing.plan import TO_COME, Box, Row, counted, rows_of
from tintype.config.topology import Topology

FILE = Path(__file__).resolve().parent / "topology.svg"
WIDTH = 960
# Beside the boxes stands what their row is.
LEFT = 130
TOP = 60
GAP, LINE, PADDING = 16, 18, 12
# Of a letter, a little more than what the usual fonts take on average: a box is rather too wide.
LETTER = 8
LEAST_BOX = 150
MOST_LETTERS = (WIDTH - LEFT - GAP - 2 * PADDING) // LETTER


def svg(topology: Topology) -> str:
    drawn, y = [], TOP
    for row in rows_of(topology):
        lines, bottom = _row(row, y)
        drawn += lines
        if row.tier != TO_COME:
            drawn.append(f'  <path class="way" d="M{LEFT - 14} {y}V{bottom - GAP}"/>')
        y = bottom
    values = {"width": WIDTH, "height": y, "rows": "\n".join(drawn)}
    texts = {"title": counted(topology), "description": _description(topology)}
    return Template(FILE.read_text()).substitute(values | {key: escape(text) for key, text in texts.items()})


def _description(topology: Topology) -> str:
    return " ".join(
        f"{row.tier.capitalize()}: {'; '.join(f'{line.names} on {box.machines}' for line in box.lines)}."
        for row in rows_of(topology)
        for box in row.boxes
    )


def _row(row: Row, y: int) -> tuple[list[str], int]:
    """What is drawn, and where the next row begins."""
    drawn = [f'  <text class="tier" x="20" y="{y + PADDING + LINE // 2}">{escape(row.tier)}</text>']
    for shelf in _shelves(row.boxes):
        x = LEFT
        for box in shelf:
            drawn += _box(box, x, y, is_to_come=row.tier == TO_COME)
            x += _width(box) + GAP
        y += max(map(_height, shelf)) + GAP
    return drawn, y


def _shelves(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    shelf: list[Box] = []
    for box in boxes:
        if shelf and LEFT + sum(_width(each) + GAP for each in [*shelf, box]) > WIDTH:
            yield shelf
            shelf = []
        shelf.append(box)
    yield shelf


def _box(box: Box, x: int, y: int, *, is_to_come: bool) -> Iterator[str]:
    """Several machines look like a pile of them."""
    size = f'width="{_width(box)}" height="{_height(box)}" rx="8"'
    if box.is_several:
        yield f'  <rect class="several" x="{x + 5}" y="{y + 5}" {size}/>'
    yield f'  <rect class="box{" to-come" if is_to_come else ""}" x="{x}" y="{y}" {size}/>'
    for number, (style, text) in enumerate(_texts(box), 1):
        yield f'  <text class="{style}" x="{x + PADDING}" y="{y + PADDING + number * LINE - 6}">{escape(text)}</text>'


def _texts(box: Box) -> list[tuple[str, str]]:
    lines = [(style, text) for line in box.lines for style, text in (("", line.names), ("small", line.about))]
    return [("name", box.machines), *((style, part) for style, text in lines for part in wrap(text, MOST_LETTERS))]


def _width(box: Box) -> int:
    return max(LEAST_BOX, *(len(text) * LETTER + 2 * PADDING for _, text in _texts(box)))


def _height(box: Box) -> int:
    return len(_texts(box)) * LINE + 2 * PADDING - 4
