"""The part of `tintype check` that looks at where photos are kept and who shows them. `tintype storage check` tries the
store itself.
"""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from tintype.cluster.findings import Finding, warning, wrong
from tintype.cluster.home import Home
from tintype.cluster.ready import edge_answers, store_answers
from tintype.cluster.secret import secret_key
from tintype.cluster.storage_record import Record
from tintype.config.derive import derive
from tintype.config.objects import RADOSGW, ObjectStore
from tintype.config.topology import Edge, Topology
from tintype.storage.edges import EdgeAway, seconds_since_told

LOW_BYTES = 1_000_000_000
# An edge is told each minute.
LATE_SECONDS = 180


def store_checks(home: Home, topology: Topology) -> Iterator[Finding]:
    for store, name in zip(topology.stores, ("object store", "former object store"), strict=False):
        yield from _store(home, store, name)
    if former := Record(home).former:
        yield warning("objects", f"not all have come out of {former} yet", "`tintype storage move` goes on.")
    for edge in topology.edges:
        yield _edge(home, edge)


def _edge(home: Home, edge: Edge) -> Finding:
    name, log = f"edge {edge.name}", f"Its log is {home.log_of(f'edge-{edge.name}')}."
    if reason := edge_answers(edge):
        return wrong(name, reason, log)
    try:
        seconds = seconds_since_told(edge, derive("purge", secret_key(home)))
    except EdgeAway as away:
        return wrong(name, str(away), f"It cannot be told what it must not show any more. {log}")
    if seconds > LATE_SECONDS:
        remedy = "A worker of the queue `now` tells it each minute: see `tintype status` and that worker's log."
        return wrong(name, "has not been told for minutes what it must not show any more", remedy)
    return Finding(name, f"answers at {edge.url}")


def _store(home: Home, store: ObjectStore, name: str) -> Iterable[Finding]:
    if store.kind == "directory":
        yield from _directory(store.path, name)
    elif store.kind == RADOSGW and (reason := store_answers(store)):
        logs = ", ".join(str(home.log_of(program)) for program in ("radosgw", "ceph-osd", "ceph-mon"))
        yield wrong(name, reason, f"Its logs are {logs}.")
    elif store.kind == RADOSGW:
        yield from _room(store.path, name)
    else:
        yield Finding(name, f"{store.endpoint}/{store.bucket}: ask `tintype storage check`")


def _directory(path: Path, name: str) -> Iterable[Finding]:
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".check"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        remedy = "Photos cannot be taken in: make room, or make it writable."
        yield wrong(name, f"{path} cannot be written: {error.strerror}", remedy)
        return
    yield from _room(path, name)


def _room(path: Path, name: str) -> Iterable[Finding]:
    free = shutil.disk_usage(path).free
    text = f"{free / 1e9:.1f} GB free in {path}"
    if free < LOW_BYTES:
        yield warning(name, text, "Make room before photos can no longer be taken in.")
    else:
        yield Finding(name, text)
