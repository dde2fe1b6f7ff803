"""Which physical databases there are: the directory and those that hold shards, each by the name of its primary."""

from collections.abc import Iterable

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from tintype.config.databases import databases, direct, replicas
from tintype.config.env import load_env
from tintype.config.topology import load_topology


def shard_databases() -> tuple[str, ...]:
    """Every physical database that holds shards."""
    return tuple(place.name for place in settings.TOPOLOGY.shards)


def primaries() -> tuple[str, ...]:
    """Every physical database. `settings.DATABASES` names the replicas too, in which nothing can be written."""
    return (DEFAULT_DB_ALIAS, *shard_databases())


def know(databases: Iterable[str]) -> None:
    """Another process named these: the map, or whoever handed a task over. One of them may have been added since."""
    if not settings.DATABASES.keys() >= set(databases):
        learn_databases()


def learn_databases() -> None:
    """Read the topology again: a database was added to it, or answers at another address since a promotion."""
    env = load_env()
    topology = load_topology(env.topology, env.home, env.port, env.machine)
    for alias, described in databases(topology).items():
        address = {part: described[part] for part in ("HOST", "PORT")}
        # In place, since open connections keep the very dict: the next time they connect, it is to the new address.
        settings.DATABASES.setdefault(alias, described).update(address)
    connections.configure_settings(settings.DATABASES)
    settings.REPLICAS = replicas(topology)
    settings.DIRECT = direct(topology)
    settings.TOPOLOGY = topology
