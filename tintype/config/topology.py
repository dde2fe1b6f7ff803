"""The topology: which machines and parts there are. Every address that the program uses comes from here.

Settings import this module, so it needs nothing but the standard library.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tintype.config.media import Edge, Media, read_media
from tintype.config.memcached import Memcached, read_memcached
from tintype.config.objects import ObjectStore, read_objects
from tintype.config.redis import Redis, read_redis
from tintype.config.servers import MOST_PORT, NAME, Database, Member, Postgres, Server, read_servers
from tintype.config.tables import Table, TableError

# Their records belong to the topology.
__all__ = ["Database", "Edge", "Media", "Member", "ObjectStore", "Postgres", "Server"]

PACKAGED = Path(__file__).resolve().parent.parent / "cluster" / "topologies"
QUEUES = ("now", "soon", "whenever")
MOST_PROCESSES = 1000


class TopologyError(Exception):
    """The topology is missing or wrong; the text says where and what was expected."""


@dataclass(frozen=True)
class Web:
    host: str
    port: int
    processes: int
    threads: int


@dataclass(frozen=True)
class Streaming:
    host: str
    port: int


@dataclass(frozen=True)
class Workers:
    name: str
    queues: tuple[str, ...]
    processes: int


@dataclass(frozen=True)
class Topology:
    name: str
    servers: tuple[Server, ...]
    directory: Database
    shards: tuple[Database, ...]
    redis: Redis
    memcached: Memcached
    gearman: tuple[tuple[str, int], ...]
    objects: ObjectStore
    # Without it the web server shows the photos itself.
    media: Media | None
    web: Web
    # Without it apps ask again and again instead of being told.
    streaming: Streaming | None
    workers: tuple[Workers, ...]

    @property
    def stores(self) -> tuple[ObjectStore, ...]:
        return (self.objects, self.objects.former) if self.objects.former else (self.objects,)

    @property
    def edges(self) -> tuple[Edge, ...]:
        return self.media.edges if self.media else ()

    @property
    def databases(self) -> tuple[Database, ...]:
        return (self.directory, *self.shards)


def load_topology(name: str, home: Path, port: int) -> Topology:
    """The packaged topology of that name, or the one in that file. Raises TopologyError."""
    path = topology_path(name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        table = Table(str(path), content, lambda text: text.replace("{home}", str(home)))
        topology = _topology(table, home, port)
        table.finish()
    except OSError as error:
        raise TopologyError(f"cannot read the topology {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TopologyError(f"the topology {path} is not TOML: {error}") from None
    except TableError as error:
        raise TopologyError(f"the topology is wrong: {error}") from None
    return topology


def topology_path(name: str) -> Path:
    """A name without a slash and without .toml is one of the package's."""
    if "/" in name or name.endswith(".toml"):
        return Path(name).expanduser()
    path = PACKAGED / f"{name}.toml"
    if not path.exists():
        known = ", ".join(sorted(path.stem for path in PACKAGED.glob("*.toml")))
        raise TopologyError(f"there is no topology {name!r}: it is one of {known}, or the path of a file")
    return path


def recorded_ports(home: Path) -> dict[str, int]:
    """The ports that the running (or last) `tintype up` chose: {"web": 8000, "gearman": 24117}."""
    try:
        ports = json.loads((home / "run" / "ports.json").read_text(encoding="utf-8"))
        return {name: int(port) for name, port in ports.items()}
    except (OSError, ValueError, AttributeError):  # not there yet, or not written by this program
        return {}


def _topology(table: Table, home: Path, port: int) -> Topology:
    servers = read_servers(table.table("postgres"), home)
    recorded = recorded_ports(home)
    shards = tuple(_database(shard, shard.text("name"), servers) for shard in table.tables("shards"))
    _check_names(table, shards)
    return Topology(
        name=table.text("name"),
        servers=tuple(servers.values()),
        directory=_database(table.table("directory"), "directory", servers),
        shards=shards,
        redis=read_redis(table.table("redis"), home, recorded),
        memcached=read_memcached(table.table("memcached")),
        gearman=_gearman(table.table("gearman"), recorded),
        objects=read_objects(table.table("objects"), recorded),
        media=read_media(table.table("media"), recorded) if table.has("media") else None,
        web=_web(table.table("web"), port),
        streaming=_streaming(table.table("streaming"), port + 1) if table.has("streaming") else None,
        workers=_workers(table.table("workers")),
    )


def _check_names(table: Table, shards: tuple[Database, ...]) -> None:
    if not shards:
        raise TableError(f"{table.where}: [[shards]] needs at least one")
    if len({shard.name for shard in shards} | {"default", "directory"}) != len(shards) + 2:
        raise TableError(f"{table.where}: every shard needs a name of its own (not directory or default)")
    wrong = [shard.name for shard in shards if not NAME.fullmatch(shard.name)]
    if wrong:
        raise TableError(f"{table.where}: a shard's name is made of small letters, digits and _, not {wrong[0]!r}")


def _database(table: Table, name: str, servers: dict[str, Server]) -> Database:
    server = table.text("server")
    if server not in servers:
        raise TableError(f"{table.where}: there is no [postgres.{server}]")
    database = Database(name, servers[server], table.text("database"))
    table.finish()
    return database


def _gearman(table: Table, recorded: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Port 0 means: `tintype up` chooses a free one and records it."""
    servers = []
    for server in table.texts("servers"):
        host, _, port = server.rpartition(":")
        if not host or not port.isdecimal() or int(port) > MOST_PORT:
            raise TableError(f"{table.where}: a server is written host:port, not {server!r}")
        servers.append((host, int(port) or recorded.get("gearman", 0)))
    table.finish()
    return tuple(servers)


def _web(table: Table, port: int) -> Web:
    processes = table.number("processes", 1, MOST_PROCESSES)
    web = Web(table.text("host"), port, processes, table.number("threads", 1, MOST_PROCESSES))
    table.finish()
    return web


def _streaming(table: Table, port: int) -> Streaming:
    streaming = Streaming(table.text("host"), port)
    table.finish()
    return streaming


def _workers(table: Table) -> tuple[Workers, ...]:
    workers = []
    for name in table.names():
        entry = table.table(name)
        queues = entry.texts("queues")
        workers.append(Workers(name, queues, entry.number("processes", 1, MOST_PROCESSES)))
        entry.finish()
    if sorted(queue for entry in workers for queue in entry.queues) != sorted(QUEUES):
        raise TableError(f"{table.where}: each of the queues {', '.join(QUEUES)} belongs to one of the workers")
    return tuple(workers)
