"""What answers people: the app servers, and before them, in larger topologies, nginx and a balancer."""

from dataclasses import dataclass

from tintype.config.addresses import read_addresses
from tintype.config.servers import MOST_PORT
from tintype.config.tables import Table

MOST_PROCESSES = 1000
# Beside its port for plain HTTP each nginx has one for TLS, where there is a certificate: 8443 for 8080.
TLS_STEP = 363


@dataclass(frozen=True)
class App:
    """One of several equal servers."""

    name: str
    host: str
    port: int


@dataclass(frozen=True)
class Web:
    """Where people come in; processes and threads are those of each app server."""

    host: str
    port: int
    processes: int
    threads: int


@dataclass(frozen=True)
class Front:
    """HAProxy on `host`, with the site's port, and the nginx behind it."""

    host: str
    port: int
    apps_port: int  # of HAProxy, too: where nginx reach the app servers, and nobody else
    servers: tuple[App, ...]
    tls_port: int = 0
    certificate: str = ""
    key: str = ""


@dataclass(frozen=True)
class Streaming:
    host: str
    port: int


def read_front(table: Table, port: int) -> Front:
    tls = _tls(table) if any(map(table.has, ("tls_port", "certificate", "key"))) else (0, "", "")
    apps_port = table.number("apps_port", 1, MOST_PORT)
    front = Front(table.text("host"), port, apps_port, _servers(table, "nginx"), *tls)
    table.finish()
    return front


def _tls(table: Table) -> tuple[int, str, str]:
    return table.number("tls_port", 1, MOST_PORT), table.text("certificate"), table.text("key")


def read_web(table: Table, front: Front | None, port: int) -> tuple[Web, tuple[App, ...]]:
    processes = table.number("processes", 1, MOST_PROCESSES)
    threads = table.number("threads", 1, MOST_PROCESSES)
    if not front:
        web = Web(table.text("host"), port, processes, threads)
        table.finish()
        return web, (App("web", web.host, web.port),)
    apps = _servers(table, "app")
    table.finish()
    return Web(front.host, port, processes, threads), apps


def _servers(table: Table, name: str) -> tuple[App, ...]:
    addresses = read_addresses(table, "servers", "a server")
    if not addresses:
        raise table.wrong("servers needs at least one", "servers")
    return tuple(App(f"{name}-{number}", *address) for number, address in enumerate(addresses, 1))


def read_streaming(table: Table, port: int) -> Streaming:
    own = table.number("port", 1, MOST_PORT) if table.has("port") else port
    streaming = Streaming(table.text("host"), own)
    table.finish()
    return streaming
