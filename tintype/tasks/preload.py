"""What every worker comes to need, loaded before they are forked."""

import pkgutil
from contextlib import suppress
from importlib import import_module

from django.apps import apps
from django.db import connections

from tintype.lib.redis import RedisDown, client
from tintype.storage.store import store


def preload() -> None:
    """Connects to nothing that stays open."""
    for app in apps.get_app_configs():
        if app.name.startswith("tintype."):
            for found in pkgutil.walk_packages([app.path], f"{app.name}."):
                if found.name.endswith(".tasks"):
                    import_module(found.name)
    for alias in connections:
        _ = connections[alias]
    # The client of an S3 has 20 MB. That of a Redis Cluster has 7, most of it what its nodes say of their commands.
    store()
    with suppress(RedisDown):
        client().close()
