"""A table for the terminal: columns as wide as they need to be, numbers to the right."""

from collections.abc import Iterator, Sequence

import click

GAP = "  "
UNITS = ("bytes", "kB", "MB", "GB", "TB")
THOUSAND = 1000


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = ()) -> Iterator[str]:
    """The columns named in `right` hold numbers."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    for row in (head, *rows):
        cells = (
            cell.rjust(width) if title in right else cell.ljust(width)
            for title, cell, width in zip(head, row, widths, strict=True)
        )
        line = GAP.join(cells).rstrip()
        yield click.style(line, bold=True) if row is head else line


def size_in_words(size: float) -> str:
    """In decimal units.

    >>> size_in_words(999), size_in_words(1_234_567)
    ('999 bytes', '1.2 MB')
    """
    for unit in UNITS[:-1]:
        if size < THOUSAND:
            return f"{size:.0f} {unit}" if unit == UNITS[0] else f"{size:.1f} {unit}"
        size /= THOUSAND
    return f"{size:.1f} {UNITS[-1]}"
