"""The programs of the front that live on this machine: nginx and the balancer."""

from tintype.cluster import front, haproxy
from tintype.cluster.account import find_account
from tintype.cluster.home import Home
from tintype.cluster.program import Program
from tintype.config.topology import Topology


def front_programs(home: Home, topology: Topology, url: str) -> list[Program]:
    """Writes their configuration. They can be started with the app servers: the balancer finds out who is there."""
    if topology.front is None:
        return []
    account = find_account(
        home, [home.data_of(member.name) for server in topology.servers for member in server.members]
    )
    return [*front.programs(home, topology, url, account), *haproxy.programs(home, topology, account)]
