"""Which object store there is just now. `tintype storage move` tells a running Tintype of another one."""

from typing import Any

from django.conf import settings

from tintype.config import policy
from tintype.config.env import load_env
from tintype.config.objects import ObjectStore, mark_of, upload_urls, with_secret
from tintype.config.topology import load_topology
from tintype.storage.secrets import derived

# Of the mark that was seen last.
_seen: dict[str, Any] = {"at": 0}


def objects() -> ObjectStore:
    """To look at the mark takes two microseconds, so it is looked at each time: nobody is late."""
    env = load_env()
    try:
        at = mark_of(env.home).stat().st_mtime_ns
    except FileNotFoundError:
        at = 0
    if at != _seen["at"]:
        learn_objects()
        _seen["at"] = at
    found: ObjectStore = settings.TINTYPE_OBJECTS
    return found


def content_security_policy() -> str:
    """Of the pages: it names the store, which they send photos to."""
    objects()
    return str(settings.CONTENT_SECURITY_POLICY)


def learn_objects() -> None:
    """As settings.py reads them from the topology."""
    env = load_env()
    found = load_topology(env.topology, env.home, env.port).objects
    settings.TINTYPE_OBJECTS = with_secret(found, derived("objects"))
    settings.CONTENT_SECURITY_POLICY = policy.content_security_policy(
        env.url, settings.TINTYPE_MEDIA_URLS, *upload_urls(found, env.url)
    )


def tell_all(store: str) -> None:
    """From now on each process uses what the topology says now, which is called so."""
    mark = mark_of(load_env().home)
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(store)


def told() -> str:
    """Which store `tintype storage move` has put into use; empty if none was."""
    mark = mark_of(load_env().home)
    return mark.read_text() if mark.exists() else ""
