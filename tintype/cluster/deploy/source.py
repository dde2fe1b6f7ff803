"""What is deployed: the code of one commit as a wheel, the packages that this commit locks, and the configuration."""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tintype.cluster.deploy.park import Park
from tintype.cluster.errors import ClusterError

LOCKS = ("run.txt", "uv.txt")
HASH_LETTERS = 12


@dataclass(frozen=True)
class Source:
    """In a directory of the one who deploys, kept for the next time."""

    version: str  # the commit, in short
    code: Path  # a wheel
    lock: str  # a hash of what is locked
    packages: Path  # a tar of wheels
    # Name -> content: what is the same on every machine beside the code.
    inputs: dict[str, str]

    @property
    def release(self) -> str:
        """Its name says what is in it: other code or other configuration is another release."""
        inputs = "".join(f"{name}\n{text}\n" for name, text in sorted(self.inputs.items()))
        return f"{self.version}-{_hash(self.lock + inputs)[:8]}"


def make_source(park: Park, repository: Path, version: str) -> Source:
    commit = _git(repository, "rev-parse", "--verify", f"{version}^{{commit}}").strip()[:HASH_LETTERS]
    with TemporaryDirectory() as directory:
        tree = Path(directory)
        archive = tree / "tree.tar"
        _git(repository, "archive", "-o", str(archive), commit)
        with tarfile.open(archive) as tar:
            tar.extractall(tree / "code", filter="data")
        code = _wheel(tree / "code", commit)
        locks = [tree / "code" / "requirements" / name for name in LOCKS]
        lock = _hash("".join(path.read_text() for path in locks))[:HASH_LETTERS]
        return Source(commit, code, lock, _packages(locks, lock), read_inputs(park))


def read_inputs(park: Park) -> dict[str, str]:
    """The topology file with those it is like, and the settings of every machine."""
    settings = {"TINTYPE_HOME": park.deploy.home, **park.deploy.settings}
    return {
        **_topology_files(park.file),
        "settings.env": "".join(f"{name}={shlex.quote(value)}\n" for name, value in sorted(settings.items())),
    }


def _topology_files(path: Path) -> dict[str, str]:
    """Under the names by which they find each other; what is in the package is part of the code."""
    files, name = {}, "topology.toml"
    while name not in files:
        files[name] = path.read_text()
        like = str(tomllib.loads(files[name]).get("like", ""))
        if not like.endswith(".toml"):
            return files
        if "/" in like:
            raise ClusterError(f"{path} is like {like}: put that file beside it, so that both can be sent.")
        path, name = path.parent / like, like
    raise ClusterError(f"The topology {path} is like itself.")


def _wheel(tree: Path, commit: str) -> Path:
    """The same commit makes the same bytes."""
    wheels = _cache() / "code" / commit
    if not list(wheels.glob("*.whl")):
        # A directory of its own, so that what was cut off is not taken for a wheel.
        _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tree / "dist")], tree)
        wheels.mkdir(parents=True, exist_ok=True)
        for made in (tree / "dist").glob("*.whl"):
            shutil.move(made, wheels / made.name)
    return next(wheels.glob("*.whl"))


def _packages(locks: list[Path], lock: str) -> Path:
    """Fetched once for each lock, by the one who deploys: the hosts need no way to a package index."""
    tar = _cache() / "packages" / f"{lock}.tar"
    if tar.exists():
        return tar
    tar.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=tar.parent) as directory:
        pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--require-hashes", "-w", directory]
        for path in locks:
            _run([*pip, "-r", str(path)], path.parent)
        unfinished = tar.with_suffix(".part")
        with tarfile.open(unfinished, "w") as archive:
            archive.add(directory, arcname="packages")
        unfinished.rename(tar)
    return tar


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tintype" / "deploy"


def _git(repository: Path, *arguments: str) -> str:
    return _run(["git", "-C", str(repository), *arguments], repository)


def _run(command: list[str], where: Path) -> str:
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClusterError(f"`{shlex.join(command)}` failed:\n{done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
