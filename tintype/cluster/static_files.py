"""Collecting static files for the web server, which takes a second, only when one of them changed.

Run as a program, it does that for a release that is not in use yet: its pages find their files from the first on.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static() -> None:
    mark = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = _fingerprint()
    if mark.exists() and mark.read_text() == fingerprint:
        return
    mark.unlink(missing_ok=True)  # until it is done again, a start that is cut off has to repeat it
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(fingerprint)


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(sorted(_files())).encode()).hexdigest()


def _files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            yield f"{storage.path(name)} {stat.st_size} {stat.st_mtime_ns}"


if __name__ == "__main__":
    django.setup()
    collect_static()
