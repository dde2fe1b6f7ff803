"""The topology: which machines and parts there are. Every address that the program uses comes from here.

Settings import this module, so it needs nothing but the standard library.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tintype.config.deploy import Deploy, read_deploy
from tintype.config.files import PACKAGED, TopologyError, read_content, topology_path
from tintype.config.front import App, Front, Streaming, Web, read_front, read_streaming, read_web
from tintype.config.gearman import read_gearman
from tintype.config.lines import place_of
from tintype.config.machines import Fill, read_machines
from tintype.config.media import Edge, Media, read_media
from tintype.config.memcached import Memcached, read_memcached
from tintype.config.objects import ObjectStore, read_objects
from tintype.config.redis import Redis, read_redis
from tintype.config.servers import NAME, Database, Member, Postgres, Server, read_servers
from tintype.config.tables import Table, TableError
from tintype.config.whole import check_whole
from tintype.config.workers import QUEUES, Workers, read_workers

# Their records belong to the topology.
__all__ = [
    "PACKAGED",
    "QUEUES",
    "App",
    "Database",
    "Edge",
    "Front",
    "Media",
    "Member",
    "ObjectStore",
    "Postgres",
    "Server",
    "Streaming",
    "TopologyError",
    "Web",
    "Workers",
    "topology_path",
]

WHEELS, DISTRIBUTION = "wheels", "distribution"
# Parts that are to come: each has its machine already.
SLOTS = ("push", "munin", "prometheus")


@dataclass(frozen=True)
class Topology:
    name: str
    # Name -> address. Empty where everything is on this machine.
    machines: Mapping[str, str]
    # The address of the machine that this is; empty: it has all parts.
    here: str
    # Where PostgreSQL, Redis and Gearman come from: the distribution's packages, or wheels.
    engines: str
    servers: tuple[Server, ...]
    directory: Database
    shards: tuple[Database, ...]
    redis: Redis
    memcached: Memcached
    gearman: tuple[tuple[str, int], ...]
    objects: ObjectStore
    # Without it the web server shows the photos itself.
    media: Media | None
    # Without it the one app server answers people itself.
    front: Front | None
    web: Web
    apps: tuple[App, ...]
    # Without it apps ask again and again instead of being told.
    streaming: Streaming | None
    workers: tuple[Workers, ...]
    slots: Mapping[str, str]
    deploy: Deploy

    def is_here(self, host: str) -> bool:
        """The directory of a unix socket is where whoever asks is."""
        return not self.here or host == self.here or host.startswith("/")

    def machine_of(self, host: str) -> str:
        """Its name, or the address itself where it has none."""
        return next((name for name, address in self.machines.items() if address == host), host)

    @property
    def lead_host(self) -> str:
        """What there is once runs here: the dispatcher, the watcher, the making of databases."""
        return self.workers[0].hosts[0]

    @property
    def stores(self) -> tuple[ObjectStore, ...]:
        return (self.objects, self.objects.former) if self.objects.former else (self.objects,)

    @property
    def edges(self) -> tuple[Edge, ...]:
        return self.media.edges if self.media else ()

    @property
    def databases(self) -> tuple[Database, ...]:
        return (self.directory, *self.shards)


def load_topology(name: str, home: Path, port: int, machine: str = "") -> Topology:
    """The packaged topology of that name, or the one in that file; `machine` is the one of its [machines] that this is.

    Raises TopologyError.
    """
    path = topology_path(name)
    files: list[Path] = []
    try:
        fill = Fill(home)
        table = Table(read_content(path, files), fill)
        fill.know(_machines(table))
        topology = _topology(table, home, port, machine)
        chosen = [number for name, number in recorded_ports(home).items() if name != "web"]
        check_whole(topology, lambda at: place_of(files, at)[0] == path, chosen)
    except TableError as error:
        raise TopologyError(f"the topology is wrong: {_place(files, error)}{error}") from None
    return topology


def _place(files: list[Path], error: TableError) -> str:
    if not error.at:
        return ""
    file, line = place_of(files, error.at)
    return f"{file}, line {line}: "


def recorded_ports(home: Path) -> dict[str, int]:
    """The ports that the running (or last) `tintype up` chose: {"web": 8000, "gearman": 24117}."""
    try:
        ports = json.loads((home / "run" / "ports.json").read_text(encoding="utf-8"))
        return {name: int(port) for name, port in ports.items()}
    except (OSError, ValueError, AttributeError):  # not there yet, or not written by this program
        return {}


def _topology(table: Table, home: Path, port: int, machine: str) -> Topology:
    machines = _machines(table)
    if machine and machine not in machines:
        raise table.wrong(f"there is no machine {machine!r} in [machines]", "machines")
    servers = read_servers(table.table("postgres"), home)
    recorded = recorded_ports(home)
    shards = tuple(_database(shard, shard.text("name"), servers) for shard in table.tables("shards"))
    _check_names(table, shards)
    front = read_front(table.table("front"), port) if table.has("front") else None
    web, apps = read_web(table.table("web"), front, port)
    topology = Topology(
        name=table.text("name"),
        machines=machines,
        here=machines[machine] if machine else "",
        engines=_engines(table),
        servers=tuple(servers.values()),
        directory=_database(table.table("directory"), "directory", servers),
        shards=shards,
        redis=read_redis(table.table("redis"), home, recorded),
        memcached=read_memcached(table.table("memcached")),
        gearman=read_gearman(table.table("gearman"), recorded),
        objects=read_objects(table.table("objects"), recorded),
        media=read_media(table.table("media"), recorded) if table.has("media") else None,
        front=front,
        web=web,
        apps=apps,
        streaming=read_streaming(table.table("streaming"), port + 1) if table.has("streaming") else None,
        workers=read_workers(table.table("workers"), web.host),
        slots=_slots(table),
        deploy=read_deploy(table.table("deploy")) if table.has("deploy") else Deploy(),
    )
    table.finish()
    return topology


def _machines(table: Table) -> dict[str, str]:
    return read_machines(table.table("machines")) if table.has("machines") else {}


def _engines(table: Table) -> str:
    engines = table.text("engines") if table.has("engines") else WHEELS
    if engines not in {WHEELS, DISTRIBUTION}:
        raise table.wrong(f"engines come from {WHEELS} or {DISTRIBUTION}, not {engines!r}", "engines")
    return engines


def _slots(table: Table) -> dict[str, str]:
    slots = {}
    for name in SLOTS:
        if table.has(name):
            entry = table.table(name)
            slots[name] = entry.text("host")
            entry.finish()
    return slots


def _check_names(table: Table, shards: tuple[Database, ...]) -> None:
    if not shards:
        raise table.wrong("[[shards]] needs at least one", "shards")
    if len({shard.name for shard in shards} | {"default", "directory"}) != len(shards) + 2:
        raise table.wrong("every shard needs a name of its own (not directory or default)", "shards")
    wrong = [shard.name for shard in shards if not NAME.fullmatch(shard.name)]
    if wrong:
        raise table.wrong(f"a shard's name is made of small letters, digits and _, not {wrong[0]!r}", "shards")


def _database(table: Table, name: str, servers: dict[str, Server]) -> Database:
    server = table.text("server")
    if server not in servers:
        raise table.wrong(f"there is no [postgres.{server}]", "server")
    database = Database(name, servers[server], table.text("database"))
    table.finish()
    return database
