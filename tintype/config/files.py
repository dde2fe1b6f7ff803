"""The files of a topology: the package's or one's own, and those that it is `like`."""

import tomllib
from pathlib import Path

from tintype.config.lines import place_of
from tintype.config.machines import merged

PACKAGED = Path(__file__).resolve().parent.parent / "cluster" / "topologies"


class TopologyError(Exception):
    """The topology is missing or wrong; the text says where and what was expected."""


def topology_path(name: str) -> Path:
    """A name without a slash and without .toml is one of the package's."""
    if "/" in name or name.endswith(".toml"):
        return Path(name).expanduser()
    path = PACKAGED / f"{name}.toml"
    if not path.exists():
        known = ", ".join(packaged())
        raise TopologyError(f"there is no topology {name!r}: it is one of {known}, or the path of a file")
    return path


def packaged() -> list[str]:
    return sorted(path.stem for path in PACKAGED.glob("*.toml"))


def read_content(path: Path, files: list[Path]) -> dict[str, object]:
    """With what it takes from the topology that it is `like`; the files that were read are added to `files`."""
    files.append(path)
    own = _read(path)
    like = own.pop("like", None)
    return own if like is None else merged(read_content(_base(path, str(like), files), files), own)


def _read(path: Path) -> dict[str, object]:
    content = b""
    try:
        content = path.read_bytes()
        return tomllib.loads(content.decode())
    except OSError as error:
        raise TopologyError(f"cannot read the topology {path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TopologyError(f"the topology {path} is not TOML: {error.reason} (at line {line})") from None
    except tomllib.TOMLDecodeError as error:
        raise TopologyError(f"the topology {path} is not TOML: {error}") from None


def _base(path: Path, like: str, files: list[Path]) -> Path:
    """A path is one beside the file that names it."""
    where = f"the topology is wrong: {path}, line {place_of([path], ('like',))[1]}: "
    try:
        base = path.parent / topology_path(like)
    except TopologyError as error:
        raise TopologyError(f"{where}{error}") from None
    if base in files:
        raise TopologyError(f"{where}it is like itself")
    return base
