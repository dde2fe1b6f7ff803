"""Systemd units, Dockerfile and compose file of a topology, judged by systemd's and Docker's own programs."""

import re
import socket
import subprocess
import sys
from fnmatch import fnmatch
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.cluster.real import Real
from tintype.cluster import notify
from tintype.cluster.errors import ClusterError
from tintype.cluster.packages import needed
from tintype.cluster.render import compose, systemd
from tintype.cluster.render.systemd import PROGRAM
from tintype.config.parts import parts_of
from tintype.config.topology import Topology, load_topology
from tintype.config.whole import check_whole

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = re.compile(r"published: (\d+)\n *target: (\d+)")
both = pytest.mark.parametrize("name", ["small", "cluster"])


def render(what: str, directory: Path, name: str, port: int = 8000) -> str:
    """As the command does it; what it prints."""
    module = systemd if what == "systemd" else compose
    return "\n".join(module.render(load_topology(name, directory.parent, port), name, directory))


def read(directory: Path) -> Topology:
    """What a machine of there reads."""
    return load_topology(str(directory / "topology.toml"), Path("/var/lib/tintype"), 8000)


def verdict(unit: Path) -> str:
    """Systemd's, on a unit whose program is there."""
    unit.write_text(unit.read_text().replace(PROGRAM, sys.executable))
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout


def services_of(directory: Path) -> dict[str, dict[str, str]]:
    """The services as docker-compose understands them, in its own words: key: value, by service."""
    command = ["docker-compose", "-f", "compose.yaml", "config"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    services = re.search(r"^services:\n((?:  .*\n)+)", done.stdout, re.MULTILINE)
    assert services
    blocks = re.split(r"^  (\w+):\n", services[1], flags=re.MULTILINE)[1:]
    return {
        name: dict(re.findall(r"^ +(\w+): (.+)$", block, re.MULTILINE)) | {"text": block}
        for name, block in zip(blocks[::2], blocks[1::2], strict=True)
    }


@both
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, name: str) -> None:
    render("systemd", tmp_path / "units", name)
    units = sorted((tmp_path / "units").rglob("*.service"))
    assert len(units) == (len(load_topology(name, tmp_path, 8000).machines) or 1)
    assert {unit: verdict(unit) for unit in units} == dict.fromkeys(units, "")


def test_systemd_would_find_something_wrong(tmp_path: Path) -> None:
    render("systemd", tmp_path, "small")
    unit = tmp_path / "tintype.service"
    unit.write_text(unit.read_text().replace("ProtectHome=yes", "ProtectHom=yes"))
    assert "ProtectHom" in verdict(unit)


def test_each_unit_says_which_machine_it_is(tmp_path: Path) -> None:
    said = render("systemd", tmp_path, "cluster")
    topology = read(tmp_path)
    for machine in topology.machines:
        unit = (tmp_path / machine / "tintype.service").read_text()
        assert f"\nEnvironment=TINTYPE_MACHINE={machine}\n" in unit
        assert "apt-get install " in said
    assert "apt-get install haproxy   # front" in said
    assert not any(ip_address(address).is_loopback for address in topology.machines.values())


@pytest.mark.parametrize(("port", "able"), [(80, {"front"}), (8000, set())])
def test_only_a_port_below_1024_needs_a_capability(tmp_path: Path, port: int, able: set[str]) -> None:
    render("systemd", tmp_path, "cluster", port)
    units = {path.parent.name: "CAP_NET_BIND" in path.read_text() for path in tmp_path.rglob("*.service")}
    assert {name for name, has in units.items() if has} == able


@both
def test_docker_compose_understands_the_file(tmp_path: Path, name: str) -> None:
    render("compose", tmp_path, name)
    services, topology = services_of(tmp_path), read(tmp_path)
    assert {service: found["ipv4_address"] for service, found in services.items()} == (
        dict(topology.machines) or {"tintype": "10.89.16.10"}
    )
    assert {found.get("TINTYPE_MACHINE", "") for found in services.values()} == (set(topology.machines) or {""})
    for found in services.values():
        assert f"{tmp_path}/topology.toml:/etc/tintype/topology.toml:ro" in found["text"]
        assert "source: secret-key" in found["text"]


def test_what_the_world_reaches_is_published_under_the_address_that_it_is_told(tmp_path: Path) -> None:
    render("compose", tmp_path, "cluster")
    services, topology = services_of(tmp_path), read(tmp_path)
    published = {service: PUBLISHED.findall(found["text"]) for service, found in services.items()}
    assert {service: ports for service, ports in published.items() if ports} == {
        "front": [("8000", "8000")],
        "store1": [("7480", "7480")],
        "web1": [("8090", "8090")],
        "web2": [("8091", "8090")],
    }
    assert [edge.url for edge in topology.edges] == ["http://localhost:8090/", "http://localhost:8091/"]
    assert topology.objects.upload_url == "http://localhost:7480/tintype"
    assert topology.objects.address[0] == topology.machines["store1"]


@both
def test_dockerfile(tmp_path: Path, name: str) -> None:
    render("compose", tmp_path, name)
    text = (tmp_path / "Dockerfile").read_text()
    steps = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).split("\n")
    words = [step.split() for step in steps if step]
    assert words[0] == ["FROM", "debian:12-slim"]
    installed = next(step for step in words if "apt-get" in step)
    assert set(needed(load_topology(name, tmp_path, 8000))) < set(installed)
    copied = [source for step in words if step[0] == "COPY" for source in step[1:-1]]
    assert all((ROOT / source).exists() for source in copied)
    let_in = [line[1:] for line in (tmp_path / "Dockerfile.dockerignore").read_text().split() if line.startswith("!")]
    assert all(any(fnmatch(source, line) for line in let_in) for source in copied)
    assert [step[1] for step in words if step[0] == "USER"] == ["10001"]


@pytest.mark.parametrize("what", ["systemd", "compose"])
def test_the_same_parts_live_there(tmp_path: Path, what: str) -> None:
    render(what, tmp_path, "cluster")
    here, there = load_topology("cluster", tmp_path, 8000), read(tmp_path)
    check_whole(there, lambda _: True)

    def placed(topology: Topology) -> list[tuple[str, str]]:
        return [(part.name, topology.machine_of(part.host)) for part in parts_of(topology)]

    assert placed(there) == placed(here)


def test_key_is_made_once_and_only_its_owner_may_enter(tmp_path: Path) -> None:
    directory = tmp_path / "rendered"
    render("compose", directory, "cluster")
    key = (directory / "secret-key").read_text()
    assert len(key) > 40
    render("compose", directory, "cluster")
    assert (directory / "secret-key").read_text() == key
    assert directory.stat().st_mode & 0o077 == 0


def test_file_of_ones_own_is_taken_along_with_the_one_that_it_is_like(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('like = "cluster"\n[web]\nprocesses = 7\n')
    (tmp_path / "mine.toml").write_text('like = "base.toml"\nname = "mine"\n[web]\nthreads = 3\n')
    render("compose", tmp_path / "rendered", str(tmp_path / "mine.toml"))
    web = read(tmp_path / "rendered").web
    assert (web.processes, web.threads) == (7, 3)
    for file in ("mine.toml", "base.toml", "topology.toml"):
        assert f"/etc/tintype/{file}:ro" in services_of(tmp_path / "rendered")["web1"]["text"]


def test_real_addresses_of_ones_own_file_stay(tmp_path: Path) -> None:
    machines = dict.fromkeys(load_topology("cluster", tmp_path, 8000).machines)
    lines = [f'{name} = "10.1.0.{number}"' for number, name in enumerate(machines, 1)]
    (tmp_path / "mine.toml").write_text("\n".join(['like = "cluster"', "[machines]", *lines]))
    said = render("systemd", tmp_path / "units", str(tmp_path / "mine.toml"))
    assert "nobody's" not in said
    assert list(read(tmp_path / "units").machines.values()) == [f"10.1.0.{number}" for number in range(1, 8)]


def test_without_a_front_there_is_nothing_to_publish(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"has no \[front\]"):
        render("compose", tmp_path / "rendered", "sharded")
    assert not (tmp_path / "rendered").exists()


def test_command(tmp_path: Path) -> None:
    real = Real(tmp_path / "home", 8123)
    done = real.run("topology", "render", "systemd", str(tmp_path / "units"), "--topology", "small")
    assert not done.returncode, done.stderr
    assert "systemctl enable --now tintype" in done.stdout
    assert "TINTYPE_PORT=8123" in (tmp_path / "units" / "tintype.service").read_text()


@pytest.mark.parametrize("first", ["", "@"])
def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    name = f"{first}{tmp_path}/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name.replace("@", "\0"))
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        notify.tell_ready()
        assert listening.recv(100) == b"READY=1"
