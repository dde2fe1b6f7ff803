"""What a picture of a topology shows: rows of tiers, and in each a box for machines that have the same in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tintype.config.parts import TIERS, Part, parts_of
from tintype.config.topology import Topology

HERE = "this machine"
TO_COME = TIERS[-1]
# Names of equal parts differ by one number: app-7, db7-a.
NUMBERED = re.compile(r"(.*?)(\d+)(\D*)")
LEAST_RANGE = 3


@dataclass(frozen=True)
class Line:
    """Parts of one kind."""

    kind: str
    names: str
    ports: str
    size: str

    @property
    def about(self) -> str:
        """Empty where it would only repeat the name."""
        kind = "" if self.kind == self.names else self.kind
        return " · ".join(filter(None, (kind, self.ports, self.size)))


@dataclass(frozen=True)
class Box:
    machines: str
    is_several: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    tier: str
    boxes: tuple[Box, ...]


def rows_of(topology: Topology) -> list[Row]:
    parts = list(parts_of(topology))
    rows = (Row(tier, tuple(_boxes(topology, [part for part in parts if part.tier == tier]))) for tier in TIERS)
    return [row for row in rows if row.boxes]


def counted(topology: Topology) -> str:
    parts = sum(1 for part in parts_of(topology) if part.tier != TO_COME)
    machines = f"{len(topology.machines)} machines" if topology.machines else "one machine"
    return f"{topology.name}: {machines}, {parts} parts"


def spelled(names: Iterable[str]) -> str:
    """Neighbours by number are a range.

    >>> spelled(["app-1", "app-2", "app-3", "db1-a", "db2-a", "redis"])
    'app-1 … app-3, db1-a, db2-a, redis'
    """
    return ", ".join(_run_in_words(run) for run in _runs(list(dict.fromkeys(names))))


def _run_in_words(run: Sequence[str]) -> str:
    return f"{run[0]} … {run[-1]}" if len(run) >= LEAST_RANGE else ", ".join(run)


def _runs(names: Sequence[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for name in names:
        if run and not _follows(run[-1], name):
            yield run
            run = []
        run.append(name)
    if run:
        yield run


def _follows(before: str, name: str) -> bool:
    first, second = NUMBERED.fullmatch(before), NUMBERED.fullmatch(name)
    if not (first and second):
        return False
    return first[1] == second[1] and first[3] == second[3] and int(first[2]) + 1 == int(second[2])


def _boxes(topology: Topology, parts: Sequence[Part]) -> Iterator[Box]:
    """Machines that have the same in this tier share a box."""
    of_machine: dict[str, list[Part]] = {}
    for part in parts:
        of_machine.setdefault(_machine(topology, part), []).append(part)
    alike: dict[frozenset[object], list[str]] = {}
    for machine, own in of_machine.items():
        shape = frozenset((part.kind, _port_numbers([part]), part.size) for part in own)
        alike.setdefault(shape, []).append(machine)
    for machines in alike.values():
        lines = tuple(_lines([part for machine in machines for part in of_machine[machine]]))
        yield Box(spelled(machines), len(machines) > 1, lines)


def _machine(topology: Topology, part: Part) -> str:
    return topology.machine_of(part.host) if topology.machines and not part.host.startswith("/") else HERE


def _lines(parts: Sequence[Part]) -> Iterator[Line]:
    kinds = dict.fromkeys((part.kind, part.size) for part in parts)
    for kind, size in kinds:
        alike = [part for part in parts if (part.kind, part.size) == (kind, size)]
        yield Line(kind, spelled(sorted((part.name for part in alike), key=_by_number)), _port_numbers(alike), size)


def _by_number(name: str) -> tuple[str, str, int]:
    found = NUMBERED.fullmatch(name)
    return (found[1], found[3], int(found[2])) if found else (name, "", 0)


def _port_numbers(parts: Iterable[Part]) -> str:
    """Port 0 is one that `tintype up` chooses, or a unix socket has none."""
    numbers = sorted({port.number for part in parts for port in part.ports if port.number})
    return " ".join(f":{number}" for number in numbers)
