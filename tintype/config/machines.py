"""The machines of a topology: names that its other texts put into braces."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from zlib import crc32

from tintype.config.tables import Table, TableError

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
PLACE = re.compile(r"\{(\w*)\}")
# Two parks on one machine do not meet: each home has a network of its own among the loopback addresses. Lower numbers
# are other programs' habit (127.0.0.1, 127.0.1.1, 127.0.0.53).
FIRST_NET, NETS = 16, 224


class Fill:
    """Puts the values of this machine and the addresses of the machines into a text: "{home}/ceph", "{app1}:8000"."""

    def __init__(self, home: Path) -> None:
        net = FIRST_NET + crc32(str(home).encode()) % NETS
        self._known: dict[str, str] = {"home": str(home), "net": str(net)}

    def know(self, machines: Mapping[str, str]) -> None:
        self._known |= machines

    def __call__(self, text: str) -> str:
        """Raises TableError where a name in braces is none of the machines'."""
        return PLACE.sub(lambda found: self._value(found[1]), text)

    def _value(self, name: str) -> str:
        if name not in self._known:
            raise TableError(f"there is no machine {name!r} in [machines]")
        return self._known[name]


def read_machines(table: Table) -> dict[str, str]:
    machines = {name: table.text(name) for name in table.names()}
    wrong = [name for name in machines if not PLACE.fullmatch(f"{{{name}}}") or name in {"home", "net"}]
    if wrong:
        raise table.wrong(
            f"{wrong[0]!r} cannot be a machine's name: letters, digits and _, and not home or net", wrong[0]
        )
    same = [name for name, address in machines.items() if list(machines.values()).count(address) > 1]
    if same:
        raise table.wrong(f"{' and '.join(same[:2])} have the same address {machines[same[0]]}", same[1])
    odd = [name for name, address in machines.items() if not _is_address(address)]
    if odd:
        raise table.wrong(f"{machines[odd[0]]!r} is no address of a machine", odd[0])
    table.finish()
    return machines


def _is_address(text: str) -> bool:
    """A name of the network is one, too, but not four numbers of which one is too large."""
    try:
        return bool(ip_address(text))
    except ValueError:
        return bool(HOST.fullmatch(text)) and not text.rpartition(".")[2].isdecimal()


def merged(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """What `own` says, and what `base` says of all else; a table of another kind replaces the one of the base."""
    result = dict(base)
    for key, value in own.items():
        before = base.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping) and _same_kind(before, value):
            result[key] = merged(before, value)
        else:
            result[key] = value
    return result


def _same_kind(before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    return "kind" not in now or now["kind"] == before.get("kind")
