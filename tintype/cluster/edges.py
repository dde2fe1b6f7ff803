"""The edges: nginx, each with a cache of photos on its disk, in front of the object store."""

import pwd
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from string import Template

from tintype.cluster.account import give, own_directory
from tintype.cluster.edge_origin import origin_of
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Account, Program, python, tethered
from tintype.cluster.ready import edge_answers
from tintype.config.derive import derive
from tintype.config.topology import Edge, Topology

HERE = Path(__file__).resolve().parent
# What Debian's nginx runs as. It talks with the whole world, so it is not to be who PostgreSQL's files belong to.
USER = "www-data"
BINARIES = "/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin"
MODULES = ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules")
PURGE_MODULE = "ngx_http_cache_purge_module.so"
# Of the zone one megabyte names 8,000 objects; 50 kB is less than renditions weigh on average.
ZONED_MEGABYTES = 400


@dataclass(frozen=True)
class Secrets:
    media: str
    origin: str
    purge: str

    @classmethod
    def of(cls, secret_key: str) -> "Secrets":
        return cls(*(derive(name, secret_key) for name in ("media", "origin", "purge")))


def programs(home: Home, topology: Topology, secret_key: str, account: Account | None) -> list[Program]:
    """Writes their configuration, too."""
    here = [edge for edge in topology.edges if topology.is_here(edge.host)]
    if not here:
        return []
    binary, module, user = nginx_binary(), _module(), nginx_user(account)
    for edge in here:
        path = path_of(home, edge)
        for directory in (path, path / "tmp", path / "void", path / "cache"):
            own_directory(directory, user)
        config = path / "nginx.conf"
        config.touch(mode=0o600)
        give(config, user)
        config.write_text(_config(edge, topology, path, Secrets.of(secret_key), module))
    sweep = (python(), "-m", "tintype.cluster.edge_sweep", *(str(path_of(home, edge)) for edge in here))
    return [
        *(_program(edge, path_of(home, edge), binary, user) for edge in here),
        Program(name="edge-sweep", group="engines", command=sweep),
    ]


def path_of(home: Home, edge: Edge) -> Path:
    return home.path / f"edge-{edge.name}"


def _program(edge: Edge, path: Path, binary: str, user: Account | None) -> Program:
    # Its workers end with it only when it is told to end.
    nginx = tethered((binary, "-e", "stderr", "-c", str(path / "nginx.conf")), "TERM", user)
    return Program(
        name=f"edge-{edge.name}",
        group="engines",
        command=(python(), "-m", "tintype.cluster.edge_start", str(path), "--", *nginx),
        ready=partial(edge_answers, edge),
        orphan_signal="TERM",
        reload_signal="HUP",
    )


def _config(edge: Edge, topology: Topology, path: Path, secrets: Secrets, module: Path) -> str:
    origin = origin_of(topology.objects, topology.web, secrets.origin)
    values = {
        "module": module,
        "path": path,
        "host": edge.host,
        "port": edge.port,
        "purge_port": edge.purge_port,
        "megabytes": edge.megabytes,
        "zone_megabytes": max(1, edge.megabytes // ZONED_MEGABYTES),
        "media_secret": secrets.media,
        "purge_secret": secrets.purge,
        **origin,
    }
    return Template((HERE / "edge.conf").read_text()).substitute(values)


def nginx_binary() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path=BINARIES)
    if not found:
        raise _lacking("nginx")
    return found


def _module() -> Path:
    for directory in MODULES:
        if (module := Path(directory) / PURGE_MODULE).exists():
            return module
    raise _lacking(f"nginx's module {PURGE_MODULE}")


def _lacking(what: str) -> ClusterError:
    return ClusterError(
        f"The topology shows photos by edges, and {what} is not installed.\n"
        "Install it with `apt-get install nginx libnginx-mod-http-cache-purge`; `tintype up` starts its own, not the "
        "system's service.",
    )


def nginx_user(account: Account | None) -> Account | None:
    """In the group of the account, which may pass through HOME."""
    if account is None:
        return None
    try:
        return Account(USER, pwd.getpwnam(USER).pw_uid, account.gid)
    except KeyError:
        return account
