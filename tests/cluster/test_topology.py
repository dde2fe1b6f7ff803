import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tintype.config.topology import PACKAGED, Topology, TopologyError, Workers, load_topology

Load = Callable[[str], Topology]
EMBEDDED = (PACKAGED / "embedded.toml").read_text()


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a topology that says this."""

    def load(text: str) -> Topology:
        file = tmp_path / "mine.toml"
        file.write_text(text)
        return load_topology(str(file), tmp_path / "home", 8000)

    return load


def test_embedded(tmp_path: Path) -> None:
    topology = load_topology("embedded", tmp_path, 8123)
    assert [database.name for database in topology.databases] == ["directory", "shard1", "shard2"]
    assert {database.server.primary.address.host for database in topology.databases} == {f"{tmp_path}/run/postgres"}
    assert topology.redis_url == f"unix://{tmp_path}/run/redis.sock?db=0"
    assert topology.objects.path == tmp_path / "objects"
    assert (topology.web.host, topology.web.port) == ("127.0.0.1", 8123)
    assert topology.workers == (Workers("now", ("now",), 1), Workers("later", ("soon", "whenever"), 1))


def test_redis_address_of_a_home_with_a_space_and_a_per_cent_sign() -> None:
    assert load_topology("embedded", Path("/a b/50%"), 1).redis_url == "unix:///a%20b/50%25/run/redis.sock?db=0"


def test_gearman_port_is_the_one_that_was_recorded(tmp_path: Path) -> None:
    assert load_topology("embedded", tmp_path, 8000).gearman == (("127.0.0.1", 0),)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "ports.json").write_text(json.dumps({"web": 8000, "gearman": 24117}))
    assert load_topology("embedded", tmp_path, 8000).gearman == (("127.0.0.1", 24117),)


@pytest.mark.parametrize("recorded", ["", "[1]", "{", '{"gearman": "x"}'])
def test_damaged_record_of_ports_is_none(tmp_path: Path, recorded: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "ports.json").write_text(recorded)
    assert load_topology("embedded", tmp_path, 8000).gearman == (("127.0.0.1", 0),)


@pytest.mark.parametrize(
    ("there", "instead", "message"),
    [
        ('name = "embedded"', "", "name is missing"),
        ('name = "embedded"', "name = 5", "name should be a text, not 5"),
        ('name = "embedded"', 'name = "embedded"\ncolour = 1', "unknown: colour"),
        ("[redis]", "[radish]", r"redis is missing"),
        ("port = 5432", "port = 70000", r"\[postgres\] \[main\]: port should be a number from 1 to 65535"),
        ("port = 5432", "port = true", "port should be a number"),
        ('server = "main"', 'server = "other"', r"there is no \[postgres.other\]"),
        ('name = "shard2"', 'name = "shard1"', "every shard needs a name of its own"),
        ('name = "shard2"', 'name = "directory"', "every shard needs a name of its own"),
        ("127.0.0.1:0", "127.0.0.1", "a server is written host:port"),
        ('kind = "directory"', 'kind = "tape"', "kind 'tape' is unknown"),
        ("threads = 2", "threads = 0", "threads should be a number from 1"),
        ('queues = ["now"]', 'queues = ["then"]', "each of the queues now, soon, whenever"),
        ('queues = ["now"]', "queues = [1]", "queues should be a list of texts"),
        ("[web]", "[web", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(load: Load, there: str, instead: str, message: str) -> None:
    assert there in EMBEDDED
    with pytest.raises(TopologyError, match=message):
        load(EMBEDDED.replace(there, instead))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TopologyError, match=r"cannot read the topology .*none\.toml: No such file"):
        load_topology(str(tmp_path / "none.toml"), tmp_path, 8000)
