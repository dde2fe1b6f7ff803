"""What the topology needs of the distribution on this machine, and its installation."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tintype.cluster.edges import MODULES, PURGE_MODULE
from tintype.cluster.errors import ClusterError
from tintype.cluster.installation import SYSTEM
from tintype.cluster.memcached import host_of
from tintype.cluster.pgbouncer import poolers
from tintype.cluster.show import Show
from tintype.config.objects import RADOSGW
from tintype.config.topology import DISTRIBUTION, Topology

PLACES = os.pathsep.join(("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/usr/bin"))
# Debian asks it before it starts the service of a package. Tintype starts its own.
ASKED = Path("/usr/sbin/policy-rc.d")
REFUSING = "#!/bin/sh\nexit 101\n"
LAST_LINES = 15
# As apt-get waits for another one that is running.
LOCK_SECONDS = 120


def ensure_packages(topology: Topology, show: Show, *, yes: bool) -> None:
    """Asks before it installs anything. Raises ClusterError with the command where it cannot or may not."""
    packages = missing(topology)
    if not packages:
        return
    command = f"apt-get install {' '.join(packages)}"
    if os.geteuid() or not shutil.which("apt-get"):
        raise ClusterError(
            f"On this machine is not installed what the topology {topology.name} needs.\nInstall it with `{command}` "
            "or what it is called here; `tintype up` starts its own, the distribution's services are not needed."
        )
    if not (yes or _agreed(packages)):
        raise ClusterError(f"Tintype cannot start without {', '.join(packages)}: `{command}`, or `tintype up --yes`.")
    with show.step(f"installed {', '.join(packages)}"), _no_services():
        _install(packages)


def missing(topology: Topology) -> list[str]:
    return [package for package in dict.fromkeys(needed(topology)) if not _is_there(package)]


def needed(topology: Topology) -> Iterator[str]:
    """Of the parts that live here."""
    if topology.engines == DISTRIBUTION:
        yield from _engines(topology)
    if any(topology.is_here(at.host) for server in topology.servers for _, at, _ in poolers(server)):
        yield "pgbouncer"
    if any(topology.is_here(host_of(server)) for server in topology.memcached.servers):
        yield "memcached"
    if any(each.kind == RADOSGW and topology.is_here(each.address[0]) for each in topology.stores):
        yield from ("radosgw", "ceph-mon", "ceph-osd")
    if any(topology.is_here(edge.host) for edge in topology.edges):
        yield from ("nginx", "libnginx-mod-http-cache-purge")
    if topology.front and topology.is_here(topology.front.host):
        yield "haproxy"
    if topology.front and any(topology.is_here(server.host) for server in topology.front.servers):
        yield "nginx"


def _engines(topology: Topology) -> Iterator[str]:
    if any(topology.is_here(member.address.host) for server in topology.servers for member in server.members):
        yield "postgresql"
    if not topology.redis.nodes or any(topology.is_here(node.host) for node in topology.redis.nodes):
        yield "redis-server"
    if any(topology.is_here(host) for host, _ in topology.gearman):
        yield "gearman-job-server"


def _is_there(package: str) -> bool:
    """By what it brings, not by its name: somebody may have built it."""
    if package == "postgresql":
        return any(SYSTEM.glob("*/bin/postgres"))
    if package == "libnginx-mod-http-cache-purge":
        return any((Path(directory) / PURGE_MODULE).exists() for directory in MODULES)
    program = "gearmand" if package == "gearman-job-server" else package
    return bool(shutil.which(program) or shutil.which(program, path=PLACES))


def _agreed(packages: list[str]) -> bool:
    """Nobody is asked who cannot answer."""
    if not sys.stdin.isatty():
        return False
    return click.confirm(f"This topology needs {', '.join(packages)} from the distribution. Install?", default=True)


def _install(packages: list[str]) -> None:
    apt = ("apt-get", "-o", f"DPkg::Lock::Timeout={LOCK_SECONDS}", "-q", "-y")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in ((*apt, "update"), (*apt, "install", "--no-install-recommends", *packages)):
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, check=False
        )
    if done.returncode:
        said = "\n".join(done.stdout.splitlines()[-LAST_LINES:])
        raise ClusterError(f"`{' '.join(command)}` failed:\n{said}")
    # Nor when the machine boots.
    if shutil.which("systemctl"):
        for package in packages:  # one by one: not every package is a service
            subprocess.run(["systemctl", "disable", "--quiet", package], capture_output=True, check=False)


@contextmanager
def _no_services() -> Iterator[None]:
    if ASKED.exists():
        yield
        return
    ASKED.write_text(REFUSING)
    ASKED.chmod(0o755)
    try:
        yield
    finally:
        ASKED.unlink(missing_ok=True)
