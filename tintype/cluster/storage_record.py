"""That objects are being moved, kept in the data directory until all have come. One process at a time has it."""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.config.objects import record_of
from tintype.config.topology import Topology


class Record:
    def __init__(self, home: Home) -> None:
        self._path = record_of(home.path)

    @contextmanager
    def held(self) -> Iterator[None]:
        with self._path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ClusterError("Another `tintype storage move` is at work.") from None
            try:
                yield
            finally:
                if self._path.exists() and not self._path.stat().st_size:
                    self._path.unlink()

    def begin(self, former: str, keys: Iterable[str] = ()) -> None:
        """These are being copied now. Written in place, since it is locked; half of it says that none has been yet."""
        with self._path.open("w") as file:
            json.dump({"former": former, "keys": [*keys]}, file)
            file.flush()
            os.fsync(file.fileno())

    def end(self) -> None:
        self._path.unlink(missing_ok=True)

    @property
    def former(self) -> str:
        """Which store still has what nobody else has; empty when no move is under way."""
        return str(self._read().get("former", "an unknown store")) if self._path.exists() else ""

    def keys(self) -> list[str]:
        return [str(key) for key in self._read().get("keys", ())]

    def _read(self) -> "dict[str, list[str] | str]":
        try:
            found: dict[str, list[str] | str] = json.loads(self._path.read_text())
        except ValueError:
            return {}
        return found


def check_former_is_there(home: Home, topology: Topology) -> None:
    """Raises ClusterError where a start would lose sight of photos."""
    former = Record(home).former
    if former and not topology.objects.former:
        raise ClusterError(
            f"Objects are being moved out of {former}, and not all of them have come yet.\n"
            "Put its table [objects.former] back into the topology; once Tintype runs, `tintype storage move` goes on."
        )
