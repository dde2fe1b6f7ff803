"""What every worker comes to need, loaded before they are forked."""

import pkgutil
from importlib import import_module

from django.apps import apps
from django.db import connections

from tintype.storage.store import store


def preload() -> None:
    for app in apps.get_app_configs():
        if app.name.startswith("tintype."):
            for found in pkgutil.walk_packages([app.path], f"{app.name}."):
                if found.name.endswith(".tasks"):
                    import_module(found.name)
    # Not yet a connection to any of them, but what it takes: of the client of an S3 20 MB.
    for alias in connections:
        _ = connections[alias]
    store()
