"""Where an edge gets what it has not got: from the S3; where there is none, or a former store, from the web server."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from tintype.config.topology import ObjectStore, Web

CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
RESOLVERS = Path("/etc/resolv.conf")
# Of the connections that wait for the next object.
KEPT = 16


def origin_of(objects: ObjectStore, web: Web, secret: str) -> dict[str, str]:
    """The places of edge.conf that depend on it."""
    if not objects.is_s3:
        return {"origins": _web(web), "fetch": _from_web(web), "otherwise": "=404 @missing", "elsewhere": ""}
    store = {"origins": _store(objects), "fetch": _from_store(objects, secret)}
    if not objects.former:
        return {**store, "otherwise": "=404 @missing", "elsewhere": ""}
    # What was not moved yet: the web server knows where it is.
    elsewhere = f"        location @elsewhere {{\n            proxy_cache photos;\n{_from_web(web)}\n        }}"
    return {**store, "origins": store["origins"] + _web(web), "otherwise": "= @elsewhere", "elsewhere": elsewhere}


def _store(objects: ObjectStore) -> str:
    host, port = objects.address
    if _is_address(host):
        return _kept("store", f"{host}:{port}")
    # An S3's addresses change by the minute, which only names in variables follow.
    return f"    resolver {' '.join(_resolvers())} valid=30s;\n"


def _from_store(objects: ObjectStore, secret: str) -> str:
    at = urlsplit(objects.endpoint)
    place = "store" if _is_address(objects.address[0]) else at.netloc
    lines = [
        f'set $origin "{place}";',
        f"proxy_pass {at.scheme}://$origin{at.path}/{objects.bucket}/$key;",
        f"proxy_set_header Host {at.netloc};",
        f'proxy_set_header Referer "{secret}";',
        'proxy_set_header Connection "";',
    ]
    if at.scheme == "https":
        lines += [
            "proxy_ssl_server_name on;",
            f"proxy_ssl_name {at.hostname};",
            "proxy_ssl_verify on;",
            "proxy_ssl_verify_depth 4;",
            f"proxy_ssl_trusted_certificate {CERTIFICATES};",
        ]
    return _indented(lines)


def _web(web: Web) -> str:
    return _kept("web", f"{_host(web)}:{web.port}")


def _from_web(web: Web) -> str:
    """It checks the signature once more, and would answer others."""
    return _indented(
        [
            "proxy_pass http://web/media/$key$is_args$args;",
            f"proxy_set_header Host {_host(web)}:{web.port};",
            'proxy_set_header Connection "";',
        ]
    )


def _host(web: Web) -> str:
    return "127.0.0.1" if web.host == "0.0.0.0" else web.host  # noqa: S104  compared, not listened to


def _kept(name: str, address: str) -> str:
    return f"    upstream {name} {{\n        server {address};\n        keepalive {KEPT};\n    }}\n"


def _indented(lines: list[str]) -> str:
    return "\n".join(f"            {line}" for line in lines)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _resolvers() -> list[str]:
    lines = RESOLVERS.read_text(encoding="utf-8").splitlines() if RESOLVERS.exists() else []
    found = [words[1] for line in lines if (words := line.split())[:1] == ["nameserver"]]
    return [f"[{address}]" if ":" in address else address for address in found] or ["127.0.0.1"]
