"""docs/command-line.md from the help texts."""

from collections.abc import Iterator
from importlib import import_module

import click

from tests.docs.names import ROOT
from tintype.cli import tintype

OPENING = """# The command line

`make run` and `make test` install Tintype into `.venv`; the command is `.venv/bin/tintype`. Each command answers
`--help` with what stands here.
"""
DJANGO = """## Django's commands

`tintype manage help` lists them all. Tintype's own:

| command | what it does |
| --- | --- |
"""
CLOSING = """
This page is written from the help texts by `python -m tests.docs.generated`.
"""
WIDTH = 100


def command_line() -> str:
    sections = (f"## {name}\n\n```\n{text}\n```\n" for name, text in _helps(tintype, "tintype", None))
    return "\n".join([OPENING, *sections, DJANGO]) + "".join(_management_rows()) + CLOSING


def _helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    context = click.Context(command, parent, name, terminal_width=WIDTH, max_content_width=WIDTH)
    context.help_option_names = ["-h", "--help"]
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.commands:
            yield from _helps(command.commands[child], child, context)


def _management_rows() -> Iterator[str]:
    for file in sorted(ROOT.glob("tintype/*/management/commands/*.py"), key=lambda path: path.stem):
        if file.stem != "__init__":
            module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            yield f"| `tintype manage {file.stem}` | {module.Command.help} |\n"
