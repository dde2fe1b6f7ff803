"""On which line of a topology file something stands: tomllib does not tell, and who made a mistake wants to know."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

# Of keys, and of numbers within an array of tables, counted from 0: ("shards", 1, "server").
At = tuple[str | int, ...]


def place_of(files: Sequence[Path], at: At) -> tuple[Path, int]:
    """The file and line of that key, or of the nearest table around it; the first file that has it counts."""
    for length in range(len(at), 0, -1):
        for file in files:
            line = _lines(file.read_text(encoding="utf-8")).get(at[:length])
            if line:
                return file, line
    return files[0], 1


@cache
def _lines(text: str) -> dict[At, int]:
    found: dict[At, int] = {}
    counts: dict[At, int] = {}
    table: At = ()
    for line, is_header, content in _statements(text):
        if is_header:
            table = _entered(content, counts)
        for path in [()] if is_header else _paths(content):
            whole = (*table, *path)
            for length in range(1, len(whole) + 1):
                found.setdefault(whole[:length], line)
    return found


def _statements(text: str) -> Iterator[tuple[int, bool, dict[str, Any]]]:
    """The fewest lines that are TOML by themselves are a statement: a value may go over several."""
    gathered: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        gathered.append(line)
        try:
            content = tomllib.loads("\n".join(gathered))
        except tomllib.TOMLDecodeError:
            continue
        yield number - len(gathered) + 1, gathered[0].lstrip().startswith("["), content
        gathered = []


def _entered(header: dict[str, Any], counts: dict[At, int]) -> At:
    """Where the lines after this header belong: [[shards]] begins one more, [shards.x] is within the last one."""
    table: At = ()
    while header:
        ((key, inner),) = header.items()
        table = (*table, key)
        if isinstance(inner, list):
            counts[table] = counts.get(table, 0) + 1
            return (*table, counts[table] - 1)
        if table in counts:
            table = (*table, counts[table] - 1)
        header = inner
    return table


def _paths(content: dict[str, Any]) -> Iterator[At]:
    """Of all keys, also of those within {braces} and with.dots."""
    for key, inner in content.items():
        yield (key,)
        if isinstance(inner, dict):
            yield from ((key, *path) for path in _paths(inner))
