import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tintype.config.databases import databases, direct, replicas
from tintype.config.topology import (
    PACKAGED,
    Member,
    Postgres,
    Server,
    Topology,
    TopologyError,
    Workers,
    load_topology,
)

Load = Callable[[str], Topology]
EMBEDDED = (PACKAGED / "embedded.toml").read_text()
SHARDED = (PACKAGED / "sharded.toml").read_text()


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
    assert topology.redis.url == f"unix://{tmp_path}/run/redis.sock?db=0"
    assert topology.objects.path == tmp_path / "objects"
    assert (topology.web.host, topology.web.port) == ("127.0.0.1", 8123)
    here = ("127.0.0.1",)
    assert topology.workers == (Workers("now", ("now",), 2, here), Workers("later", ("soon", "whenever"), 1, here))


def test_sharded(tmp_path: Path) -> None:
    topology = load_topology("sharded", tmp_path, 8123)
    placed = {database.name: database.server.name for database in topology.databases}
    assert placed == {"directory": "db1", "shard1": "db1", "shard2": "db2", "shard3": "db3"}
    here = f"{tmp_path}/run/postgres"
    assert topology.servers[1] == Server(
        name="db2",
        primary=Member("db2-a", Postgres(here, 6002, "tintype")),
        replica=Member("db2-b", Postgres(here, 6202, "tintype")),
        pooler=Postgres(here, 6102, "tintype"),
        replica_pooler=Postgres(here, 6302, "tintype"),
        is_synchronous=True,
    )
    assert [server.is_synchronous for server in topology.servers] == [False, True, False]


def test_promotion_turns_the_members_round_and_leaves_the_poolers(tmp_path: Path) -> None:
    *before, third = load_topology("sharded", tmp_path, 8123).servers
    assert third.replica
    (tmp_path / "roles.json").write_text('{"db3": "db3-b", "gone": "gone-b"}')
    after = load_topology("sharded", tmp_path, 8123).servers
    assert after == (*before, replace(third, primary=third.replica, replica=third.primary))


@pytest.mark.parametrize("recorded", ["", "[1]", "{", '{"db3": "db2-b"}', '{"db3": "db3"}'])
def test_damaged_record_of_roles_starts_no_second_primary(tmp_path: Path, recorded: str) -> None:
    (tmp_path / "roles.json").write_text(recorded)
    with pytest.raises(TopologyError, match=r"roles\.json"):
        load_topology("sharded", tmp_path, 8123)


def test_django_gets_the_poolers_and_what_must_go_past_them_the_primary(tmp_path: Path) -> None:
    (tmp_path / "roles.json").write_text('{"db3": "db3-b"}')
    topology = load_topology("sharded", tmp_path, 8123)
    ports = {alias: described["PORT"] for alias, described in databases(topology).items()}
    assert ports == {
        "default": "6101",
        "shard1": "6101",
        "shard2": "6102",
        "shard3": "6103",
        "shard1-replica": "6301",
        "shard2-replica": "6302",
        "shard3-replica": "6303",
    }
    assert set(replicas(topology).items()) == {(f"shard{n}", f"shard{n}-replica") for n in (1, 2, 3)}
    assert {alias: place["PORT"] for alias, place in direct(topology).items()} == {
        "default": "6001",
        "shard1": "6001",
        "shard2": "6002",
        "shard3": "6203",
    }


def test_without_poolers_libpq_finds_the_member_that_is_primary(load: Load) -> None:
    described = databases(load(re.sub(r"\npooler = \d+", "", SHARDED)))
    assert described["shard3"]["PORT"] == "6003,6203"
    assert described["shard3"]["HOST"].count("/run/postgres") == 2
    assert described["shard3"]["OPTIONS"]["target_session_attrs"] == "read-write"
    assert described["shard3"]["CONN_HEALTH_CHECKS"]
    assert described["shard3-replica"]["PORT"] == "6203"


def test_redis_address_of_a_home_with_a_space_and_a_per_cent_sign() -> None:
    assert load_topology("embedded", Path("/a b/50%"), 1).redis.url == "unix:///a%20b/50%25/run/redis.sock?db=0"


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
        ("port = 5432", "port = 70000", r"\[postgres.main\]: port should be a number from 1 to 65535"),
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


@pytest.mark.parametrize(
    ("there", "instead", "message"),
    [
        ("port = 6202", "port = 6001", "port 6001 of .*/run/postgres is given twice"),
        ("pooler = 6302", "pooler = 6101", "port 6101 of .*/run/postgres is given twice"),
        ("pooler = 6302", "pool = 6302", r"\[postgres.db2.replica\]: unknown: pool"),
        ("synchronous = true", 'synchronous = "yes"', "synchronous should be true or false, not 'yes'"),
        ("[postgres.db3.replica]", "[postgres.db4]", r"\[postgres.db4\]: user is missing"),
        ("[postgres.db1]", "[postgres.DB-1]", "a server's name is made of small letters, digits and _"),
        ('name = "shard2"', 'name = "shard-2"', "a shard's name is made of small letters, digits and _"),
    ],
)
def test_what_is_wrong_with_servers_is_said(load: Load, there: str, instead: str, message: str) -> None:
    assert there in SHARDED
    with pytest.raises(TopologyError, match=message):
        load(SHARDED.replace(there, instead))


def test_synchronous_needs_somebody_to_wait_for(load: Load) -> None:
    alone = EMBEDDED.replace("port = 5432", "port = 5432\nsynchronous = true")
    with pytest.raises(TopologyError, match=r"synchronous needs a \[postgres.main.replica\]"):
        load(alone)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TopologyError, match=r"cannot read the topology .*none\.toml: No such file"):
        load_topology(str(tmp_path / "none.toml"), tmp_path, 8000)
