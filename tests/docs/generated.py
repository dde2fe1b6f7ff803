"""Pages of docs/ that are written from the code: `.venv/bin/python -m tests.docs.generated` writes them anew."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

from tests.docs.api import api
from tests.docs.command_line import command_line
from tests.docs.limits import limits
from tests.docs.pictures import picture
from tests.docs.settings import settings

GENERATED: dict[str, Callable[[], str]] = {
    "api.md": api,
    "settings.md": settings,
    "command-line.md": command_line,
    "limits.md": limits,
    "pictures/cluster.svg": partial(picture, "cluster"),
    "pictures/instagram-2011.svg": partial(picture, "instagram-2011"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for name, page in GENERATED.items():
        Path(__file__).resolve().parents[2].joinpath("docs", name).write_text(page())


if __name__ == "__main__":
    main()
