"""What the programs of this machine were started with: by it `tintype apply` sees whose configuration has changed."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from tintype.cluster.home import Home
from tintype.cluster.program import Program


@dataclass(frozen=True)
class Applied:
    """Of one program, as digests."""

    command: str
    # The files in HOME that its command line names.
    files: str

    @classmethod
    def of(cls, home: Home, program: Program) -> Self:
        command = "\0".join(program.tethered())
        named = (Path(word) for word in re.findall(rf"{re.escape(str(home.path))}[^\s'\"=,;]*", command))
        files = sorted({path for path in named if path.is_file()} | set(program.files))
        return cls(_digest([command.encode()]), _digest(path.read_bytes() for path in files))


def _digest(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def write_applied(home: Home, programs: Iterable[Program]) -> None:
    described = {program.name: asdict(Applied.of(home, program)) for program in programs}
    unfinished = _path(home).with_suffix(".new")
    unfinished.write_text(json.dumps(described))
    unfinished.replace(_path(home))


def read_applied(home: Home) -> dict[str, Applied]:
    """Empty where there is no record: then everything counts as changed."""
    try:
        return {name: Applied(**entry) for name, entry in json.loads(_path(home).read_text()).items()}
    except (OSError, ValueError, TypeError):
        return {}


def _path(home: Home) -> Path:
    return home.run / "applied.json"
