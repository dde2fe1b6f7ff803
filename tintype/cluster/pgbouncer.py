"""PgBouncer: many clients share few sessions of one PostgreSQL, each for the length of a transaction."""

import shutil
from functools import partial
from pathlib import Path
from resource import RLIMIT_NOFILE, getrlimit

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.postgres_access import pooler_rules, users_file
from tintype.cluster.program import Account, Program
from tintype.cluster.ready import postgres_answers
from tintype.config.topology import Postgres, Server, Topology

LOCAL = {
    "listen_addr": "",  # only the unix socket, in a directory that only its owner may enter
    "unix_socket_mode": "0700",
    "auth_type": "any",  # who may open the socket is the tintype of this machine
    "max_client_conn": "1000",
}
# In front of a server in a park: 25 app servers and 200 workers keep a connection for each thread and database.
MOST_CLIENTS = 5000
SETTINGS = {
    "pool_mode": "transaction",
    # Sessions a database. Two databases on one server leave most of its 200 to those who come past the pooler.
    "default_pool_size": "30",
    # A request that waits longer than this for a session answers 503; whoever sent it has long looked away.
    "query_wait_timeout": "10",
    # While PostgreSQL is away clients are told so at once; it is tried again every second, not every fifteen.
    "server_login_retry": "1",
    "server_connect_timeout": "3",
    # A person's connection is checked at each request anyway; this check costs a round trip at each transaction.
    "server_check_delay": "30",
    "log_connections": "0",
    "log_disconnections": "0",
    "log_stats": "0",
}
# A database of its own that it answers itself, whether or not somebody stands behind it.
CONSOLE = "pgbouncer"
PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/usr/bin")


def programs(home: Home, topology: Topology, server: Server, account: Account | None) -> list[Program]:
    """Those of this machine. Writes their configuration, too."""
    here = [(name, pooler) for name, pooler, _ in poolers(server) if topology.is_here(pooler.host)]
    if not here:
        return []
    binary = _binary(server)
    write_configs(home, server)
    return [
        Program(
            name=name,
            group="engines",
            command=(*_with_files(pooler), binary, str(config_of(home, name))),
            ready=partial(postgres_answers, pooler, CONSOLE),
            account=account,
            reload_signal="HUP",
            files=(pooler_rules(home), users_file(home)) if pooler.is_on_network else (),
        )
        for name, pooler in here
    ]


def _with_files(pooler: Postgres) -> tuple[str, ...]:
    """Each client is an open file; a process may have 1,024 unless it asks for more."""
    if not pooler.is_on_network:
        return ()
    _, most = getrlimit(RLIMIT_NOFILE)
    return ("prlimit", f"--nofile={min(most, 2 * MOST_CLIENTS)}:", "--")


def poolers(server: Server) -> list[tuple[str, Postgres, Postgres]]:
    """Program, where it answers, and who stands behind it."""
    found = []
    if server.pooler:
        found.append((f"pgbouncer-{server.name}", server.pooler, server.primary.address))
    if server.replica and server.replica_pooler:
        found.append((f"pgbouncer-{server.name}-replica", server.replica_pooler, server.replica.address))
    if server.spare_pooler:
        found.append((f"pgbouncer-{server.name}-spare", server.spare_pooler, server.primary.address))
    return found


def write_configs(home: Home, server: Server) -> None:
    for name, pooler, behind in poolers(server):
        config = config_of(home, name)
        unfinished = config.with_suffix(".new")
        unfinished.write_text(_config(home, pooler, behind))
        unfinished.chmod(0o644)  # no secrets in it, and the account has to read it
        unfinished.replace(config)


def config_of(home: Home, name: str) -> Path:
    return home.run / f"{name}.ini"


def _config(home: Home, pooler: Postgres, behind: Postgres) -> str:
    listens = _on_network(home, pooler) if pooler.is_on_network else LOCAL | {"unix_socket_dir": pooler.host}
    settings = SETTINGS | listens | {"listen_port": str(pooler.port), "admin_users": pooler.user}
    lines = [f"{name} = {value}" for name, value in settings.items()]
    host = behind.host.replace("'", "''")
    everything = f"* = host='{host}' port={behind.port} user={behind.user}"
    return "\n".join(["[databases]", everything, "", "[pgbouncer]", *lines, ""])


def _on_network(home: Home, pooler: Postgres) -> dict[str, str]:
    return {
        "listen_addr": pooler.host,
        "unix_socket_dir": "",
        "auth_type": "hba",
        "auth_hba_file": str(pooler_rules(home)),
        # By these it lets its clients in, and is let in itself by who stands behind it.
        "auth_file": str(users_file(home)),
        "max_client_conn": str(MOST_CLIENTS),
        # They come all at once when a park starts; the kernel keeps a queue of 128 by itself.
        "listen_backlog": "1024",
        # The same as of config.databases, for who stands behind it.
        "tcp_user_timeout": "5000",
        "tcp_keepidle": "5",
        "tcp_keepintvl": "2",
        "tcp_keepcnt": "3",
    }


def _binary(server: Server) -> str:
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path=":".join(PLACES))
    if not found:
        raise ClusterError(
            f"The topology puts PgBouncer in front of {server.name}, and PgBouncer is not installed.\n"
            "Install it with `apt-get install pgbouncer`; `tintype up` starts its own, not the system's service.",
        )
    return found
