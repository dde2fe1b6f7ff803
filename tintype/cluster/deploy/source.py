"""What is deployed: the code of one commit, the packages that this commit locks, and the configuration."""

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

HASH_LETTERS = 12


@dataclass(frozen=True)
class Source:
    """In a directory of the one who deploys, kept for the next time."""

    version: str  # the commit, in short
    code: Path
    lock: str  # a hash of what is locked
    packages: Path
    # Name -> content: what is the same on every machine beside the code.
    inputs: dict[str, str]

    @property
    def release(self) -> str:
        """Its name says what is in it: other code or other configuration is another release."""
        inputs = "".join(f"{name}\n{text}\n" for name, text in sorted(self.inputs.items()))
        return f"{self.version}-{_hash(self.lock + inputs)[:8]}"


def python_version() -> str:
    """What is compiled is for this one."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def make_source(park: Park, repository: Path, version: str) -> Source:
    commit = _git(repository, "rev-parse", "--verify", f"{version}^{{commit}}").strip()[:HASH_LETTERS]
    with TemporaryDirectory() as directory:
        tree = Path(directory)
        archive = tree / "tree.tar"
        _git(repository, "archive", "-o", str(archive), commit)
        with tarfile.open(archive) as tar:
            tar.extractall(tree / "code", filter="data")
        lock = tree / "code" / "requirements" / "run.txt"
        name = f"{python_version()}-{_hash(lock.read_text())[:HASH_LETTERS]}"
        return Source(commit, _code(tree / "code", commit), name, _packages(lock, name), read_inputs(park))


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


def _code(tree: Path, commit: str) -> Path:
    """As the wheel of that commit has it."""
    tar = _cache() / "code" / f"{commit}.tar.gz"
    if not tar.exists():
        _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tree / "dist")], tree)
        shutil.unpack_archive(next((tree / "dist").glob("*.whl")), tree / "made", "zip")
        _pack(tree / "made", tar)
    return tar


def _packages(lock: Path, name: str) -> Path:
    """Fetched once for each lock, by the one who deploys: the hosts need no way to a package index."""
    tar = _cache() / "packages" / f"{name}.tar.gz"
    if not tar.exists():
        tar.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=tar.parent) as made:
            pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--require-hashes"]
            _run([*pip, "--target", made, "-r", str(lock)], lock.parent)
            _pack(Path(made), tar)
    return tar


def _pack(tree: Path, tar: Path) -> None:
    """Compiled here, once, and not on each host at its first start, which takes half a minute of a processor there.

    What is compiled is taken as it is, without a look at the source: nothing of a release is ever changed.
    """
    compiled = [sys.executable, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    # Some packages carry files of other versions of Python.
    subprocess.run([*compiled, "-s", str(tree), str(tree)], capture_output=True, check=False)
    tar.parent.mkdir(parents=True, exist_ok=True)
    unfinished = tar.with_suffix(".part")
    with tarfile.open(unfinished, "w:gz", compresslevel=1) as archive:
        for path in sorted(tree.iterdir()):
            archive.add(path, path.name, filter=_readable)
    unfinished.rename(tar)


def _readable(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """PostgreSQL is started by another user than the rest."""
    entry.mode |= 0o755 if entry.isdir() else 0o644
    return entry


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
