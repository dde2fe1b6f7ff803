"""Systemd units of a topology: one for each machine, which keeps `tintype up`, which keeps the parts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from string import Template

from tintype.cluster.packages import needed
from tintype.cluster.render.files import NAME, Own, ensure_key, own_files, topology_text, write_all
from tintype.config.env import SECRET_FILE
from tintype.config.topology import Topology

UNIT = "tintype.service"
USERS = "sysusers.conf"
HOME = "/var/lib/tintype"
PROGRAM = "/opt/tintype/bin/tintype"
# Of RFC 5737, which belong to nobody: to be replaced.
PLACEHOLDER = "192.0.2.{}"
# As Linux has it.
FIRST_FREE_PORT = 1024


def render(topology: Topology, name: str, directory: Path) -> Iterator[str]:
    """What is to be done with what was written."""
    own = own_files(name)
    addresses = _addresses(topology)
    tables = {"machines": addresses} if addresses else {}
    files = dict(_units(topology)) | {
        NAME: topology_text(own, tables),
        USERS: f'u tintype - "Tintype" {HOME}\n',
    }
    for path in write_all(directory, files, own):
        yield f"written: {path}"
    if topology.machines:
        yield f"written: {ensure_key(directory)}"
    yield from _to_do(topology, own, addresses)


def _units(topology: Topology) -> Iterator[tuple[str, str]]:
    if not topology.machines:
        yield UNIT, unit(topology, "")
    for machine in topology.machines:
        yield f"{machine}/{UNIT}", unit(topology, machine)


def unit(topology: Topology, machine: str) -> str:
    values = {
        "what": f"{machine} of {topology.name}" if machine else topology.name,
        "port": topology.web.port,
        "machine": f"Environment=TINTYPE_MACHINE={machine}\n" if machine else "",
        "program": PROGRAM,
        "capabilities": "AmbientCapabilities=CAP_NET_BIND_SERVICE\n" if _is_low(topology, machine) else "",
    }
    return Template((Path(__file__).parent / UNIT).read_text()).substitute(values)


def _is_low(topology: Topology, machine: str) -> bool:
    """Whether people come in at a port there that is not for everybody to take."""
    if machine and topology.machines[machine] != topology.web.host:
        return False
    ports = (topology.web.port, topology.front.tls_port if topology.front else 0)
    return any(0 < port < FIRST_FREE_PORT for port in ports)


def _addresses(topology: Topology) -> dict[str, str]:
    """Empty where the file has real ones already."""
    if not any(_is_loopback(address) for address in topology.machines.values()):
        return {}
    return {machine: PLACEHOLDER.format(number) for number, machine in enumerate(topology.machines, 1)}


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _to_do(topology: Topology, own: Own, addresses: Mapping[str, str]) -> Iterator[str]:
    where = "On each machine" if topology.machines else "On the machine"
    yield ""
    if addresses:
        yield f"Put the machines' addresses into {NAME}; {PLACEHOLDER.format('…')} are nobody's."
    yield f"{where}: Tintype in {PROGRAM.rpartition('/bin/')[0]} (a virtual environment), and as root:"
    for machine in topology.machines or [""]:
        here = replace(topology, here=topology.machines.get(machine, ""))
        packages = " ".join(dict.fromkeys(needed(here)))
        if packages:
            yield f"  apt-get install {packages}{f'   # {machine}' if machine else ''}"
    yield "  systemctl disable --now SERVICE   # of what brought one: Tintype runs instances of its own"
    files = " ".join([NAME, *(file.name for file in own.files)])
    unit_file = f"MACHINE/{UNIT}" if topology.machines else UNIT
    yield f"  install -Dm644 -t /etc/tintype {files} && install -m644 {unit_file} /etc/systemd/system/"
    yield f"  install -m644 {USERS} /etc/sysusers.d/tintype.conf && systemd-sysusers"
    if topology.machines:
        yield f"  install -d -m700 -o tintype {HOME} && install -m600 -o tintype {SECRET_FILE} {HOME}/"
    yield "  systemctl daemon-reload && systemctl enable --now tintype"
