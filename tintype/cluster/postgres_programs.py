"""All PostgreSQL servers of this machine with their poolers."""

from concurrent.futures import ThreadPoolExecutor

from tintype.cluster import pgbouncer, postgres
from tintype.cluster.home import Home
from tintype.cluster.installation import Installation, find_installation
from tintype.cluster.postgres_access import write_access
from tintype.cluster.program import Account, Program
from tintype.config.topology import DISTRIBUTION, Server, Topology

# Each of a dozen first-time set-ups takes a processor for half a second, and the disk for as long.
AT_ONCE = 4


def programs(home: Home, topology: Topology, account: Account | None, *, durable: bool) -> list[Program]:
    """Primaries, then replicas, then poolers. Makes the data directories of the first."""
    write_access(home, topology, account)
    installed = {server.name: _installation(home, topology, server, account) for server in topology.servers}

    def prepare(server: Server) -> None:
        postgres.prepare(home, topology, server, installed[server.name], durable=durable)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(prepare, topology.servers))
    members = [
        (server, member)
        for server in topology.servers
        for member in server.members
        if topology.is_here(member.address.host)
    ]
    members.sort(key=lambda found: found[1] != found[0].primary)
    return [
        *(
            postgres.program(home, server, member, installed[server.name], durable=durable)
            for server, member in members
        ),
        *(program for server in topology.servers for program in pgbouncer.programs(home, topology, server, account)),
    ]


def _installation(home: Home, topology: Topology, server: Server, account: Account | None) -> Installation:
    """The small topology needs nothing but the wheels; elsewhere the machine's own PostgreSQL gets its updates."""
    data = [home.data_of(member.name) for member in server.members]
    return find_installation(home, account, data, prefers_system=topology.engines == DISTRIBUTION)
