"""A topology is drawn, in the terminal and as a picture."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cluster.real import Real
from tintype.cluster.drawing.plan import rows_of
from tintype.cluster.drawing.terminal import drawn
from tintype.cluster.drawing.vector import svg
from tintype.config.files import packaged
from tintype.config.parts import Part, parts_of
from tintype.config.topology import Topology, load_topology

SVG = "{http://www.w3.org/2000/svg}"


def loaded(name: str, home: Path) -> Topology:
    return load_topology(name, home, 8600)


def test_the_park_of_2011_has_what_it_had(tmp_path: Path) -> None:
    park = loaded("instagram-2011", tmp_path)
    kinds = [part.kind for part in parts_of(park)]
    expected = {"HAProxy": 1, "nginx": 3 + 2, "gunicorn": 25, "PostgreSQL": 24, "Redis": 6}
    # One before each, and a spare.
    expected |= {"PgBouncer": 24 + 12, "memcached": 6, "radosgw and Ceph": 1, "Gearman": 2, "aiohttp": 1}
    assert {kind: kinds.count(kind) for kind in expected} == expected
    assert sum(workers.processes * len(workers.hosts) for workers in park.workers) == 200
    assert set(park.slots) == {"push", "munin", "prometheus"}


def test_no_replica_is_on_the_machine_of_its_primary(tmp_path: Path) -> None:
    for name in ("cluster", "instagram-2011"):
        topology = loaded(name, tmp_path)
        for server in topology.servers:
            assert len({member.address.host for member in server.members}) == len(server.members) == 2
        nodes, half = topology.redis.nodes, topology.redis.primaries
        assert all(nodes[n].host != nodes[n + half].host for n in range(half))


@pytest.mark.parametrize("width", [60, 100, 200])
def test_picture_in_the_terminal_is_no_wider_than_that_and_its_boxes_are_closed(tmp_path: Path, width: int) -> None:
    for name in packaged():
        lines = list(drawn(loaded(name, tmp_path), width))
        assert max(map(len, lines)) <= width
        assert sum(line.count("┌") for line in lines) == sum(line.count("┘") for line in lines) > 3


def test_machines_that_are_alike_share_a_box(tmp_path: Path) -> None:
    boxes = {row.tier: [box.machines for box in row.boxes] for row in rows_of(loaded("instagram-2011", tmp_path))}
    assert boxes["app servers"] == ["app1 … app25", "streaming"]
    assert boxes["work"] == ["gearman1, gearman2", "worker1", "worker2 … worker4", "worker5 … worker8"]


def test_each_part_is_in_the_picture_once(tmp_path: Path) -> None:
    topology = loaded("cluster", tmp_path)
    names = [
        name for row in rows_of(topology) for box in row.boxes for line in box.lines for name in _names(line.names)
    ]
    assert sorted(names) == sorted(part.name for part in parts_of(topology))


def _names(spelled: str) -> list[str]:
    """app-1 … app-4, web."""
    names = []
    for text in spelled.split(", "):
        first, _, last = text.partition(" … ")
        stem, _, start = first.rpartition("-")
        names += [f"{stem}-{n}" for n in range(int(start), int(last.rpartition("-")[2]) + 1)] if last else [text]
    return names


@pytest.mark.parametrize("name", packaged())
def test_picture_as_svg(tmp_path: Path, name: str) -> None:
    topology = loaded(name, tmp_path)
    picture = ET.fromstring(svg(topology))  # noqa: S314  its own
    width, height = int(picture.attrib["width"]), int(picture.attrib["height"])
    assert all(int(box.attrib.get("x", 0)) + int(box.attrib["width"]) <= width for box in picture.iter(f"{SVG}rect"))
    assert all(int(text.attrib["y"]) < height for text in picture.iter(f"{SVG}text"))
    texts = {text.text for text in picture.iter(f"{SVG}text")}
    assert {row.tier for row in rows_of(topology)} < texts


def test_names_in_a_picture_are_text(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('like = "embedded"\nname = "<script>"\n')
    assert "<script>" not in svg(loaded(str(file), tmp_path))


def test_command(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        return Real(tmp_path, 8600).run("topology", *arguments).stdout

    listed = run("list").splitlines()
    assert [line.partition(":")[0] for line in listed] == ["embedded", "small", "sharded", "cluster", "instagram-2011"]
    assert run("show").startswith("embedded: one machine, 8 parts\n")
    picture = tmp_path / "x.svg"
    assert run("show", "cluster", "--svg", str(picture)) == f"drawn: {picture}\n"
    assert picture.read_text() == svg(loaded("cluster", tmp_path))


def test_command_refuses_a_bad_file_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('like = "cluster"\n[web]\nthreads = 0\n')
    done = Real(tmp_path, 8600).run("topology", "show", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: the topology is wrong: {file}, line 3: [web]: threads should be a number")


def test_part_of_a_promoted_server_keeps_its_place_in_the_file(tmp_path: Path) -> None:
    def ports() -> dict[str, Part]:
        return {part.name: part for part in parts_of(loaded("cluster", tmp_path))}

    before = ports()
    (tmp_path / "roles.json").write_text('{"db1": "db1-b"}')
    after = ports()
    assert after["postgres-db1-a"].ports == before["postgres-db1-a"].ports
    assert (before["postgres-db1-b"].size, after["postgres-db1-b"].size) == ("replica, 64 MB", "primary, 64 MB")
