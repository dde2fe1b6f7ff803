"""A bad topology file is refused with the line and the reason."""

import re
from pathlib import Path

import pytest

from tintype.config.topology import PACKAGED, TopologyError, load_topology

CLUSTER = (PACKAGED / "cluster.toml").read_text()
SMALL = (PACKAGED / "small.toml").read_text()


def refused(tmp_path: Path, text: str) -> tuple[str, int, str]:
    """The file, the line and the reason."""
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(TopologyError) as error:
        load_topology(str(file), tmp_path / "home", 8600)
    said = re.fullmatch(r"the topology is wrong: (.*), line (\d+): (.*)", str(error.value))
    assert said, error.value
    return said[1], int(said[2]), said[3]


# What is there, what somebody wrote instead, the line that is to be named, the reason.
BAD = [
    ('name = "cluster"\n', "", "", "name is missing"),
    ('engines = "distribution"', 'engines = "docker"', "engines", "engines come from wheels or distribution"),
    ('engines = "distribution"', "engines = 3", "engines", "engines should be a text, not 3"),
    ('engines = "distribution"', 'engine = "wheels"', "engine =", "unknown: engine"),
    ("[streaming]", "[streeming]", "[streeming]", "unknown: streeming"),
    ('web2 = "127.{net}.1.2"', 'web2 = "127.{net}.1.1"', "web2 =", "web1 and web2 have the same address"),
    ('work1 = "127.{net}.4.1"', 'work-1 = "127.{net}.4.1"', "work-1", "'work-1' cannot be a machine's name"),
    ('work1 = "127.{net}.4.1"', 'work1 = "127.{net}.4.1"\nspare = "10.0.0.9"', "spare", "no part lives on spare"),
    ('work1 = "127.{net}.4.1"', 'work1 = "127.{wet}.4.1"', "work1 =", "there is no machine 'wet'"),
    ('work1 = "127.{net}.4.1"', 'work1 = "127.0.0.256"', "work1 =", "'127.0.0.256' is no address"),
    ('work1 = "127.{net}.4.1"', 'work1 = "http://work"', "work1 =", "'http://work' is no address"),
    ('hosts = ["{work1}", "{store1}"]', 'hosts = ["{wrok1}"]', "hosts = [", "there is no machine 'wrok1'"),
    ('hosts = ["{work1}", "{store1}"]', "hosts = []", "hosts = []", "hosts needs at least one"),
    (
        '"{web2}:8000", "{web2}:8001"]',
        '"{web2}:8000", "{web2}:8000"]',
        "servers = [",
        r"port 8000 of .* is given twice",
    ),
    ("port = 8002", "port = 4730", 'servers = ["{work1}:4730', "is given twice: to streaming and to gearman-1"),
    ("purge_port = 8091", "purge_port = 8080", "purge_port = 8080", "is given twice: to nginx-1 and to edge-a"),
    ("apps_port = 8081", "apps_port = 8600", "apps_port", "is given twice: to balancer and to balancer"),
    ("apps_port = 8081", 'apps_port = "8081"', "apps_port", "apps_port should be a whole number, not '8081'"),
    ("apps_port = 8081", "apps_port = 8081\ntls_port = 8443", "[front]", "certificate is missing"),
    ("threads = 2", "threads = 0", "threads", "threads should be a number from 1 to 1000, not 0"),
    ("processes = 1", "processes = 1.5", "processes", "processes should be a whole number, not 1.5"),
    ("gigabytes = 20", "gigabytes = -20", "gigabytes", "gigabytes should be a number from 1"),
    ("megabytes = 500", "megabytes = true", "megabytes = true", "megabytes should be a number from 1"),
    ('"{web2}:8000", "{web2}:8001"]', '"{web2}:8000", "{web2}"]', "servers = [", "a server is written host:port"),
    ('"{web2}:6380", "{work1}:6380", "{web1}:6380"]', '"{web2}:6380"]', "nodes = [", "3 or more primaries"),
    ('server = "db2"', 'server = "db3"', 'server = "db3"', r"\[\[shards\]\] 2: there is no \[postgres.db3\]"),
    ('kind = "radosgw"', 'kind = "nfs"', 'kind = "nfs"', "kind 'nfs' is unknown"),
    ("[media.edges.b]", "[media.edges.B]", "[media.edges.B]", "an edge's name is made of small letters"),
    ('queues = ["soon", "whenever"]', 'queues = ["soon"]', "[workers", "each of the queues now, soon, whenever"),
]


@pytest.mark.parametrize(("there", "instead", "begins", "reason"), BAD)
def test_bad_file_is_refused_with_the_line(tmp_path: Path, there: str, instead: str, begins: str, reason: str) -> None:
    assert there in CLUSTER
    text = CLUSTER.replace(there, instead, 1)
    file, line, said = refused(tmp_path, text)
    assert file == str(tmp_path / "mine.toml")
    assert text.split("\n")[line - 1].startswith(begins)
    assert re.search(reason, said)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b'name = "x"\nname = "y"\n', r"is not TOML: .*line 2"),
        (b'name = "x"\n[web\n', r"is not TOML: .*line 2"),
        (b"name = \xff\n", r"is not TOML: .*line 1"),
        (b'name = "x"\nlist = [1,\n', "is not TOML: .*end of document"),
    ],
)
def test_what_is_not_toml(tmp_path: Path, text: bytes, reason: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(text)
    with pytest.raises(TopologyError, match=reason):
        load_topology(str(file), tmp_path, 8600)


def test_sockets_of_two_parts(tmp_path: Path) -> None:
    _, line, said = refused(tmp_path, SMALL.replace("run/postgres/memcached", "run/redis.sock"))
    assert "run/redis.sock is given twice: to redis and to memcached-1" in said
    assert SMALL.split("\n")[line - 1].startswith("servers")


def test_a_redis_that_is_not_on_this_machine_is_written_as_nodes(tmp_path: Path) -> None:
    _, line, said = refused(tmp_path, SMALL.replace("unix://{home}/run/redis.sock?db=0", "redis://10.0.0.1:6379/0"))
    assert "what several machines share is written as nodes" in said
    assert SMALL.split("\n")[line - 1].startswith("url")


def test_the_port_for_tls_of_an_nginx_is_its_own(tmp_path: Path) -> None:
    with_tls = CLUSTER.replace("[front]\n", '[front]\ntls_port = 443\ncertificate = "/c.pem"\nkey = "/k.pem"\n')
    _, _, said = refused(tmp_path, with_tls.replace("purge_port = 8091", "purge_port = 8443"))
    assert "port 8443 of" in said
    assert "is given twice: to nginx-1 and to edge-a" in said


def test_a_mistake_in_what_a_file_takes_from_another_is_found_there(tmp_path: Path) -> None:
    base = tmp_path / "base.toml"
    base.write_text(CLUSTER.replace("threads = 2", "threads = 2000"))
    file, line, said = refused(tmp_path, 'like = "base.toml"\n[web]\nprocesses = 3\n')
    assert file == str(base)
    assert base.read_text().split("\n")[line - 1] == "threads = 2000"
    assert said.startswith("[web]: threads should be a number")


def test_a_mistake_of_ones_own_is_found_in_ones_own_file(tmp_path: Path) -> None:
    file, line, _ = refused(tmp_path, '# mine\nlike = "cluster"\n\n[web]\nthreads = 2000\n')
    assert (file, line) == (str(tmp_path / "mine.toml"), 5)


def test_a_file_that_is_like_another_need_not_take_all_its_machines(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('like = "instagram-2011"\n[web]\nservers = ["{app1}:8000", "{app2}:8000"]\n')
    assert len(load_topology(str(file), tmp_path, 8600).apps) == 2


def test_files_that_are_like_each_other(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('name = "o"\nlike = "mine.toml"\n')
    _, line, said = refused(tmp_path, 'like = "other.toml"\n')
    assert (line, said) == (2, "it is like itself")


def test_unknown_base(tmp_path: Path) -> None:
    _, line, said = refused(tmp_path, '# mine\n\nlike = "clutser"\n')
    assert line == 3
    assert said.startswith("there is no topology 'clutser': it is one of cluster, embedded, instagram-2011")


def test_port_that_was_chosen_once_is_no_mistake_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "ports.json").write_text('{"web": 8600, "gearman": 24000}')
    assert load_topology("embedded", tmp_path, 24000).gearman == (("127.0.0.1", 24000),)
