"""The picture of a topology for the terminal."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from tintype.cluster.drawing.plan import TO_COME, Box, Line, Row, counted, rows_of
from tintype.config.topology import Topology

# Beside the boxes stands what their row is.
MARGIN = 13
GAP = "  "
LEAST_BOX = 24


def drawn(topology: Topology, width: int) -> Iterator[str]:
    yield counted(topology)
    yield ""
    yield f"{'':{MARGIN}}{'people':^{LEAST_BOX}}".rstrip()
    for row in rows_of(topology):
        if row.tier != TO_COME:
            yield f"{'':{MARGIN}}{'│':^{LEAST_BOX}}".rstrip()
        yield from _row(row, width - MARGIN)


def _row(row: Row, width: int) -> Iterator[str]:
    title = row.tier
    for shelf in _shelves([_box(box, width) for box in row.boxes], width):
        height = max(len(box) for box in shelf)
        for number in range(height):
            line = GAP.join(box[number] if number < len(box) else " " * len(box[0]) for box in shelf)
            yield f"{title:{MARGIN}}{line}".rstrip()
            title = ""


def _shelves(boxes: Sequence[list[str]], width: int) -> Iterator[list[list[str]]]:
    """As many beside each other as there is room for."""
    shelf: list[list[str]] = []
    for box in boxes:
        if shelf and sum(len(each[0]) + len(GAP) for each in [*shelf, box]) > width:
            yield shelf
            shelf = []
        shelf.append(box)
    yield shelf


def _box(box: Box, most: int) -> list[str]:
    lines = [text for line in box.lines for text in _line(line, most - 4)]
    inner = max(LEAST_BOX - 4, len(box.machines) + 2, *map(len, lines))
    head = f"┌ {box.machines} {'─' * (inner - len(box.machines))}┐"
    return [head, *(f"│ {line:{inner}} │" for line in lines), f"└{'─' * (inner + 2)}┘"]


def _line(line: Line, most: int) -> list[str]:
    return [*wrap(line.names, most), *wrap(line.about, most - 2, initial_indent="  ", subsequent_indent="  ")]
