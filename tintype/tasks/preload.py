"""What every worker comes to need, loaded before they are forked."""

import pkgutil
from importlib import import_module

from django.apps import apps
from django.db import connections


def preload() -> None:
    for app in apps.get_app_configs():
        if app.name.startswith("tintype."):
            for found in pkgutil.walk_packages([app.path], f"{app.name}."):
                if found.name.endswith(".tasks"):
                    import_module(found.name)
    # Not yet a connection to any of them, but their driver.
    for alias in connections:
        _ = connections[alias]
