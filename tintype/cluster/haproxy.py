"""The balancer: HAProxy, where people come in, spread over the nginx, and what these ask, over the app servers."""

import shutil
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from string import Template

from tintype.cluster.edges import BINARIES, nginx_user
from tintype.cluster.errors import ClusterError
from tintype.cluster.front_pages import AWAY, as_json, write_pages
from tintype.cluster.home import Home
from tintype.cluster.program import Account, Program
from tintype.cluster.ready import web_answers
from tintype.config.front import TLS_STEP
from tintype.config.topology import Front, Topology, Web

HERE = Path(__file__).resolve().parent
NAME = "balancer"
GRACE_SECONDS = 10
# Of requests for each thread of an app server: one is answered, one waits at hand. More would be lost with it.
WAITING = 2
# What may be asked a second time when the first has no answer, as when a server is killed: looking, and what is so
# afterwards however often it is said. A second post or comment with the same key is known to be the first; an upload
# that was begun twice is swept.
REPEATABLE = (
    "method GET HEAD OPTIONS PUT",
    "req.hdr(idempotency-key) -m found",
    "path_reg ^/api/v1/(statuses|accounts)/[0-9]+/(un)?(favourite|reblog|bookmark|follow|block|mute)$",
    "path_reg ^/(posts|uploads|uploads/[0-9]+|p/[0-9]+/(like|share|comments)|@[^/]+/(follow|block|mute))/$",
)


def programs(home: Home, topology: Topology, account: Account | None) -> list[Program]:
    """One, where it lives here; writes its configuration, too."""
    front = topology.front
    if front is None or not topology.is_here(front.host):
        return []
    pages = home.path / NAME
    write_pages(pages)
    # Nothing is known of the servers yet; `balancer.note_states` writes here what the next process is to know.
    state_of(home).write_text("1\n")
    config = home.run / "haproxy.cfg"
    config.write_text(_config(home, topology, front, pages / "away" / "page.html", nginx_user(account)))
    return [
        Program(
            name=NAME,
            # Several processes of which one is told; it stays root where root starts it, and may so have port 80.
            command=(_binary(), "-W", "-db", "-f", str(config)),
            ready=partial(web_answers, topology.web),
            stop_signal="USR1",
            stop_seconds=GRACE_SECONDS + 5,
            reload_signal="USR2",
        )
    ]


def socket_of(home: Home) -> Path:
    return home.run / "haproxy.sock"


def state_of(home: Home) -> Path:
    return home.run / "haproxy.state"


def _config(home: Home, topology: Topology, front: Front, page: Path, user: Account | None) -> str:
    values = {
        "run": home.run,
        "account": f"    uid {user.uid}\n    gid {user.gid}" if user else "",
        "host": front.host,
        "port": front.port,
        "apps_port": front.apps_port,
        "nginx_hosts": " ".join(sorted({server.host for server in front.servers})),
        "grace_seconds": f"{GRACE_SECONDS}s",
        "away_json": as_json(AWAY[1]),
        "away_page": page,
        "repeatable": _indented(f"acl repeatable {what}" for what in REPEATABLE),
        "nginx": _nginx(front),
        "tls": _tls(front) if front.tls_port else "",
        "apps": _apps(topology, topology.web),
    }
    return Template((HERE / "haproxy.cfg").read_text()).substitute(values)


def _nginx(front: Front) -> str:
    return _indented(
        f"server {server.name} {server.host}:{server.port} check check-send-proxy send-proxy-v2"
        for server in front.servers
    )


def _tls(front: Front) -> str:
    """Passed through as it is; nginx has the certificate."""
    servers = _indented(
        f"server {server.name} {server.host}:{server.port + TLS_STEP} track nginx/{server.name} send-proxy-v2"
        for server in front.servers
    )
    return (
        f"frontend people-tls\n    mode tcp\n    bind {front.host}:{front.tls_port}\n    default_backend nginx-tls\n\n"
        f"backend nginx-tls\n    mode tcp\n{servers}"
    )


def _apps(topology: Topology, web: Web) -> str:
    most = web.processes * web.threads * WAITING
    return _indented(
        f"server {app.name} {app.host}:{app.port} check maxconn {most} slowstart 5s" for app in topology.apps
    )


def _indented(lines: Iterable[str]) -> str:
    return "\n".join(f"    {line}" for line in lines)


def _binary() -> str:
    found = shutil.which("haproxy") or shutil.which("haproxy", path=BINARIES)
    if not found:
        raise ClusterError(
            "The topology has a balancer, and haproxy is not installed: `apt-get install haproxy`.\n"
            "`tintype up` starts its own; the distribution's service is not needed."
        )
    return found
