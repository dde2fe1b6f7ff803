"""A Dockerfile and a compose file of a topology: a machine is a container, with an address of its own."""

from collections.abc import Iterator
from importlib.metadata import version
from ipaddress import IPv4Network
from pathlib import Path
from string import Template

import tintype
from tintype.cluster.errors import ClusterError
from tintype.cluster.packages import needed
from tintype.cluster.render.files import NAME, ensure_key, own_files, topology_text, write_all
from tintype.config.objects import RADOSGW
from tintype.config.topology import Topology

HERE = Path(__file__).resolve().parent
SOURCE = Path(tintype.__file__).resolve().parents[1]
SUBNET = IPv4Network("10.89.16.0/20")
# The first ones are the bridge's.
FIRST_ADDRESS = 10
ONLY = "tintype"
IGNORED = "*\n!LICENSE\n!README.md\n!pyproject.toml\n!requirements/run.txt\n!tintype\n**/__pycache__\n"


def render(topology: Topology, name: str, directory: Path) -> Iterator[str]:
    """What is to be done with what was written."""
    if not topology.front:
        raise ClusterError(f"The topology {topology.name} has no [front], where containers could be reached.")
    if not (SOURCE / "requirements" / "run.txt").exists():
        raise ClusterError("An image is made from Tintype's source: run this command of a checkout.")
    own = own_files(name)
    files = {
        "compose.yaml": _compose(topology, directory.absolute(), [NAME, *(file.name for file in own.files)]),
        "Dockerfile": _dockerfile(topology),
        "Dockerfile.dockerignore": IGNORED,
        NAME: topology_text(own, dict(_tables(topology))),
    }
    for path in write_all(directory, files, own):
        yield f"written: {path}"
    yield f"written: {ensure_key(directory)}"
    yield f"\ndocker compose -f {directory / 'compose.yaml'} up --build"


def _tables(topology: Topology) -> Iterator[tuple[str, dict[str, str]]]:
    """What is different in containers: the addresses, and where the world reaches what it reaches directly."""
    if topology.machines:
        yield "machines", {name: _address(number) for number, name in enumerate(topology.machines)}
    else:
        yield "front", {"host": "0.0.0.0"}  # noqa: S104  of the container
    published = dict(_published(topology))
    if topology.objects.kind == RADOSGW:
        port = published["objects"][1]
        yield "objects", {"upload_url": f"http://localhost:{port}/{topology.objects.bucket}"}
    for edge in topology.edges:
        yield f"media.edges.{edge.name}", {"url": f"http://localhost:{published[edge.name][1]}/"}


def _address(number: int) -> str:
    return str(SUBNET[FIRST_ADDRESS + number])


def _published(topology: Topology) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """(host, port of ours, port in the container) of what the world reaches; ours are different from each other."""
    reached = [("front", topology.web.host, topology.web.port)]
    if topology.front and topology.front.tls_port:
        reached.append(("tls", topology.front.host, topology.front.tls_port))
    reached += [(edge.name, edge.host, edge.port) for edge in topology.edges]
    if topology.objects.kind == RADOSGW:
        reached.append(("objects", *topology.objects.address))
    taken: set[int] = set()
    for name, host, port in reached:
        ours = next(number for number in range(port, port + len(reached)) if number not in taken)
        taken.add(ours)
        yield name, (host, ours, port)


def _compose(topology: Topology, directory: Path, files: list[str]) -> str:
    machines = list(topology.machines) or [ONLY]
    services = (_service(topology, machine, number, files) for number, machine in enumerate(machines))
    values = {
        "name": topology.name,
        "version": version("tintype"),
        "source": SOURCE,
        "dockerfile": directory / "Dockerfile",
        "port": topology.web.port,
        "subnet": SUBNET,
        "services": "\n".join(services),
        "volumes": "\n".join(f"  {machine}:" for machine in machines),
    }
    return Template((HERE / "compose.yaml").read_text()).substitute(values)


def _service(topology: Topology, machine: str, number: int, files: list[str]) -> str:
    host = topology.machines.get(machine, topology.web.host)
    lines = [f"{machine}:", "  <<: *machine"]
    own = ["    <<: *environment", *([f"    TINTYPE_MACHINE: {machine}"] if topology.machines else [])]
    lines += ["  environment:", *own]
    lines += ["  networks:", "    park:", f"      ipv4_address: {_address(number)}"]
    lines += ["  volumes:", f"    - {machine}:/var/lib/tintype"]
    lines += [f"    - ./{file}:/etc/tintype/{file}:ro" for file in files]
    ports = [f'    - "{ours}:{inside}"' for _, (at, ours, inside) in _published(topology) if at == host]
    return "\n".join(f"  {line}" for line in (*lines, *(["  ports:", *ports] if ports else [])))


def _dockerfile(topology: Topology) -> str:
    packages = " \\\n        ".join(sorted(set(needed(topology))))
    return Template((HERE / "Dockerfile").read_text()).substitute(name=topology.name, packages=packages)
