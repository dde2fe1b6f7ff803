"""What is written for elsewhere: the topology file with the addresses of there, those that it is like, and the key."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tintype.cluster.errors import ClusterError
from tintype.config.env import SECRET_FILE
from tintype.config.files import PACKAGED, read_content, topology_path

NAME = "topology.toml"


@dataclass(frozen=True)
class Own:
    """A topology as `--topology` names it, and the files of one's own that it consists of."""

    like: str
    files: tuple[Path, ...]


def own_files(name: str) -> Own:
    path = topology_path(name)
    files: list[Path] = []
    read_content(path, files)
    own = tuple(file for file in files if file.parent != PACKAGED)
    if any(file.name == NAME for file in own):
        raise ClusterError(f"What is written is called {NAME}: give {path} and those that it is like other names.")
    return Own(path.name if own else name, own)


def topology_text(own: Own, tables: Mapping[str, Mapping[str, str]]) -> str:
    """That of there is like that of here, but for these tables."""
    lines = [f'like = "{own.like}"']
    for table, values in tables.items():
        lines += ["", f"[{table}]", *(f'{key} = "{value}"' for key, value in values.items())]
    return "\n".join(lines) + "\n"


def write_all(directory: Path, files: Mapping[str, str], own: Own) -> list[Path]:
    """Whose names they are, in order. A directory that only its owner may enter, since the key is in it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    texts = {file.name: file.read_text(encoding="utf-8") for file in own.files} | dict(files)
    for name, text in texts.items():
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [directory / name for name in texts]


def ensure_key(directory: Path) -> Path:
    """Once: with another key nobody would be signed in any more, and no photo's address would be good."""
    key = directory / SECRET_FILE
    if not key.exists():
        key.write_text(secrets.token_urlsafe(48))
    return key
