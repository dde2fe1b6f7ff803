"""The environment as every command sees it, and Django loaded with it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tintype.cli.errors import fail
from tintype.config.env import Env, EnvError, load_env
from tintype.config.topology import recorded_ports


def environment(*, of_running: bool = True) -> Env:
    """With `of_running` the port is the one that the running Tintype was given, unless another one is named."""
    try:
        env = load_env()
    except EnvError as error:
        fail(str(error))
        raise
    recorded = recorded_ports(env.home).get("web")
    if of_running and recorded and "TINTYPE_PORT" not in os.environ:
        os.environ["TINTYPE_PORT"] = str(recorded)
        load_env.cache_clear()
        env = load_env()
    return env


def home() -> Path:
    return environment().home


@contextmanager
def django_loaded() -> Iterator[None]:
    """Django with Tintype's settings. What a person can mend is said in a sentence."""
    from django.core.exceptions import ImproperlyConfigured

    environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tintype.config.settings")
    try:
        import django

        django.setup()
        from django.db import OperationalError

        from tintype.lib.errors import NotFound, Refused
    except ImproperlyConfigured as error:
        fail(str(error))
        raise
    try:
        yield
    except (Refused, NotFound) as error:
        fail(str(error))
    except OperationalError as error:
        fail(f"The database does not answer: is Tintype running? (`tintype status`, `tintype up`)\n{error}")
