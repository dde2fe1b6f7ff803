"""The machines of a topology: names, addresses, and which parts are here."""

from pathlib import Path

import pytest

from tintype.config.env import Env
from tintype.config.site_url import site_url
from tintype.config.topology import Topology, TopologyError, load_topology


def read(folder: Path, text: str, machine: str = "") -> Topology:
    file = folder / "park.toml"
    file.write_text(text)
    return load_topology(str(file), folder / "home", 8000, machine)


def test_a_park_lives_on_loopback_addresses_of_its_own(tmp_path: Path) -> None:
    first, second = (load_topology("cluster", tmp_path / name, 8000) for name in ("a", "b"))
    for address, other in zip(first.machines.values(), second.machines.values(), strict=True):
        assert address.startswith("127.")
        assert address != other
    assert [app.host for app in first.apps] == [first.machines[name] for name in ("web1", "web1", "web2", "web2")]


def test_the_world_sees_the_front_unless_told_another_address(tmp_path: Path) -> None:
    topology = load_topology("cluster", tmp_path, 8000)
    assert site_url(Env(home=tmp_path, port=8000), topology) == f"http://{topology.machines['front']}:8000"
    assert site_url(Env(home=tmp_path, port=8000, url="https://a.example"), topology) == "https://a.example"
    assert site_url(Env(home=tmp_path, port=8000), load_topology("small", tmp_path, 8000)) == "http://localhost:8000"


def test_real_machines_need_their_addresses_only(tmp_path: Path) -> None:
    topology = read(tmp_path, 'like = "cluster"\nname = "ours"\n[machines]\ndb1 = "10.0.0.7"\n')
    assert topology.name == "ours"
    assert topology.servers[0].primary.address.host == "10.0.0.7"
    assert topology.machine_of("10.0.0.7") == "db1"


def test_a_part_of_another_kind_takes_nothing_from_the_one_before(tmp_path: Path) -> None:
    text = 'like = "cluster"\n[objects]\nkind = "directory"\npath = "/photos"\n'
    assert read(tmp_path, text).objects.path == Path("/photos")


def test_each_machine_knows_what_is_here(tmp_path: Path) -> None:
    topology = load_topology("cluster", tmp_path, 8000, "db1")
    server = topology.servers[0]
    assert server.replica
    assert topology.is_here(server.primary.address.host)
    assert not topology.is_here(server.replica.address.host)
    assert load_topology("cluster", tmp_path, 8000).is_here(server.replica.address.host)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[front]\nhost = '{frnt}'", "no machine 'frnt'", id="unknown name"),
        pytest.param("[machines]\nweb1 = '10.0.0.1'\nweb2 = '10.0.0.1'", "have the same address 10.0.0.1", id="twice"),
        pytest.param("[machines]\nhome = '10.0.0.1'", "'home' cannot be a machine's name", id="a word of ours"),
        pytest.param("[web]\nservers = []", "servers needs at least one", id="no app server"),
        pytest.param("[front]\ntls_port = 443", "certificate is missing", id="half of TLS"),
        pytest.param("engines = 'own'", "engines come from wheels or distribution", id="unknown engines"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(TopologyError, match=expected):
        read(tmp_path, f'{text}\nlike = "cluster"' if "[" not in text else f'like = "cluster"\n{text}')


def test_a_machine_that_the_topology_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TopologyError, match="no machine 'web9'"):
        load_topology("cluster", tmp_path, 8000, "web9")
