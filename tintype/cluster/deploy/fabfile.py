"""The same as `tintype deploy`, for plain Fabric: fab -r tintype/cluster/deploy deploy --topology park.toml

`fab -i KEY` names one's own key.
"""

import sys
from pathlib import Path

from fabric import task
from invoke.context import Context

from tintype.cluster.deploy.commands import Site
from tintype.cluster.deploy.hosts import KNOWN_HOSTS, Access


def _site(context: Context, topology: str, known_hosts: str) -> Site:
    named = context.config.connect_kwargs.get("key_filename", [])
    return Site(topology, print, Access(Path(known_hosts).expanduser(), Path(named[0]) if named else None))


@task
def deploy(context: Context, topology: str, version: str = "HEAD", known_hosts: str = KNOWN_HOSTS) -> None:
    """A commit onto every machine, then into use."""
    sys.exit(_site(context, topology, known_hosts).deploy(version))


@task
def rollback(context: Context, topology: str, release: str = "", known_hosts: str = KNOWN_HOSTS) -> None:
    """The release before this one into use again."""
    sys.exit(_site(context, topology, known_hosts).rollback(release))


@task
def add_host(context: Context, topology: str, name: str, known_hosts: str = KNOWN_HOSTS) -> None:
    """A machine that is new in the topology file into the park."""
    sys.exit(_site(context, topology, known_hosts).add_host(name))


@task
def status(context: Context, topology: str, known_hosts: str = KNOWN_HOSTS) -> None:
    """What each machine has."""
    sys.exit(_site(context, topology, known_hosts).status())


@task
def run(context: Context, topology: str, role: str, command: str, known_hosts: str = KNOWN_HOSTS) -> None:
    """A command at once on each machine of a role."""
    sys.exit(_site(context, topology, known_hosts).run(role, command))
