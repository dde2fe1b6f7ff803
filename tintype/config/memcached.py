"""The memcached servers of a topology; none where Redis keeps what they would."""

from dataclasses import dataclass

from tintype.config.servers import MOST_MEGABYTES
from tintype.config.tables import Table


@dataclass(frozen=True)
class Memcached:
    """`servers` as libmemcached reads them: the path of a unix socket, or host:port."""

    servers: tuple[str, ...]
    megabytes: int  # of each


def read_memcached(table: Table) -> Memcached:
    servers = table.texts("servers")
    memcached = Memcached(servers, table.number("megabytes", 1, MOST_MEGABYTES) if servers else 0)
    table.finish()
    return memcached
