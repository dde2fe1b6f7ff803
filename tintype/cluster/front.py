"""The nginx of the front, behind the balancer: TLS, slow phones, static files, and what needs no app server."""

import grp
import socket
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from string import Template

from tintype.cluster.account import own_directory
from tintype.cluster.edges import nginx_binary, nginx_user
from tintype.cluster.front_pages import write_pages
from tintype.cluster.home import Home
from tintype.cluster.program import Account, Program, python, tethered
from tintype.config.front import TLS_STEP
from tintype.config.topology import App, Front, Streaming, Topology

HERE = Path(__file__).resolve().parent
# A stream that a reload cuts is asked for again; a request takes less than this.
GRACE_SECONDS = 10
ANSWER_SECONDS = 5


@dataclass(frozen=True)
class _Site:
    home: Home
    topology: Topology
    front: Front
    url: str
    user: Account | None


def programs(home: Home, topology: Topology, url: str, account: Account | None) -> list[Program]:
    """Those that live here; writes their configuration, too. `url` is the address that the world sees."""
    if topology.front is None:
        return []
    site = _Site(home, topology, topology.front, url, nginx_user(account))
    return [_program(site, server) for server in site.front.servers if topology.is_here(server.host)]


def _program(site: _Site, server: App) -> Program:
    path = site.home.path / server.name
    for directory in (path, path / "tmp", path / "cache"):
        own_directory(directory, site.user)
    write_pages(path / "pages")
    config = path / "nginx.conf"
    config.write_text(_config(site, server, path))
    # The master stays root where root starts it: only so can the key of the certificate be root's alone.
    nginx = tethered((nginx_binary(), "-e", "stderr", "-c", str(config)), "TERM", None)
    return Program(
        name=server.name,
        command=(python(), "-m", "tintype.cluster.front_start", str(path), "--", *nginx),
        ready=partial(_answers, server),
        # Its workers end with it only when it is told to end.
        orphan_signal="TERM",
        stop_signal="QUIT",
        stop_seconds=GRACE_SECONDS + 5,
        reload_signal="HUP",
    )


def _config(site: _Site, server: App, path: Path) -> str:
    user, front = site.user, site.front
    values = {
        "account": f"user {user.name} {grp.getgrgid(user.gid).gr_name};" if user else "",
        "path": path,
        "home": site.home.path,
        "host": server.host,
        "port": server.port,
        "front_host": front.host,
        "apps_port": front.apps_port,
        "grace_seconds": GRACE_SECONDS,
        # Where another balancer has ended TLS before ours, all has come by it.
        "scheme": "https" if site.url.startswith("https://") else "$scheme",
        "tls": _tls(front, server, site.url),
        **_streaming(site.topology.streaming),
    }
    return Template((HERE / "front.conf").read_text()).substitute(values)


def _tls(front: Front, server: App, url: str) -> str:
    if not front.tls_port:
        return ""
    lines = [
        f"listen {server.host}:{server.port + TLS_STEP} ssl http2 proxy_protocol backlog=4096;",
        f'ssl_certificate "{front.certificate}";',
        f'ssl_certificate_key "{front.key}";',
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
        "ssl_prefer_server_ciphers off;",
        "ssl_session_cache shared:tls:10m;",
        "ssl_session_tickets off;",
    ]
    if url.startswith("https://"):
        lines += [
            'set $way "$scheme$uri";',
            f'if ($way ~ "^http/(?!nginx-healthz$)") {{ return 301 {url}$request_uri; }}',
        ]
    return "\n".join(f"        {line}" for line in lines)


def _streaming(streaming: Streaming | None) -> dict[str, str]:
    if not streaming:
        return {"streaming_upstream": "", "streaming": ""}
    upstream = f"    upstream streaming {{\n        server {streaming.host}:{streaming.port} max_fails=0;\n    }}"
    lines = [
        "location ^~ /api/v1/streaming {",
        "    proxy_pass http://streaming;",
        "    proxy_buffering off;",
        "    proxy_read_timeout 90s;",
        "    proxy_send_timeout 90s;",
        "    proxy_set_header Host $http_host;",
        "    proxy_set_header X-Forwarded-For $remote_addr;",
        "    proxy_set_header Upgrade $http_upgrade;",
        "    proxy_set_header Connection $upgrade;",
        "}",
    ]
    upgrade = '    map $http_upgrade $upgrade {\n        default upgrade;\n        "" "";\n    }'
    return {"streaming_upstream": f"{upstream}\n{upgrade}", "streaming": "\n".join(f"        {line}" for line in lines)}


def _answers(server: App) -> str:
    """It wants to be told by the balancer for whom it is asked, and answers this to everybody."""
    try:
        with socket.create_connection((server.host, server.port), timeout=ANSWER_SECONDS) as connection:
            connection.sendall(b"PROXY UNKNOWN\r\nGET /nginx-healthz HTTP/1.0\r\n\r\n")
            said = connection.recv(1000)
    except OSError as error:
        return str(error)
    return "" if b" 200 " in said else f"it says {said!r}"
