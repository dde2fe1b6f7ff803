"""What can only be judged of a topology as a whole: no two parts want one address, each machine has a part."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from tintype.config.lines import At
from tintype.config.parts import Part, parts_of
from tintype.config.tables import TableError

if TYPE_CHECKING:  # the topology asks this module
    from tintype.config.topology import Topology


def check_whole(topology: "Topology", is_own: Callable[[At], bool], chosen: Collection[int] = ()) -> None:
    """`is_own` says whether something stands in the file itself, not in one that it is like. Raises TableError.

    Ports that `tintype up` has chosen are no mistake of the file: where one is taken by now, it chooses another.
    """
    parts = list(parts_of(topology))
    _check_addresses(parts, chosen)
    used = {part.host for part in parts}
    for name, address in topology.machines.items():
        at = ("machines", name)
        # A file that is like a larger one need not take all its machines.
        if address not in used and is_own(at):
            raise TableError(f"[machines]: no part lives on {name}", at)


def _check_addresses(parts: list[Part], chosen: Collection[int]) -> None:
    taken: dict[tuple[str, int], Part] = {}
    for part, port in ((each, port) for each in parts for port in each.ports):
        # Port 0 is any that is free, or a unix socket's.
        if port.number in chosen or not (port.number or part.host.startswith("/")):
            continue
        before = taken.get((part.host, port.number))
        if before:
            what = f"port {port.number} of {part.host}" if port.number else part.host
            raise TableError(f"{what} is given twice: to {before.name} and to {part.name}", port.at)
        taken[part.host, port.number] = part
