"""Which object store there is just now. `tintype storage move` tells a running Tintype of another one."""

import os
from functools import cache

from django.conf import settings

from tintype.config import policy
from tintype.config.env import load_env
from tintype.config.objects import ObjectStore, in_use, mark_of, upload_urls, with_secret
from tintype.config.topology import load_topology
from tintype.storage.secrets import derived

# When the mark was written that was seen last.
_seen: dict[str, int] = {"at": 0}


def objects() -> ObjectStore:
    """To look at the mark takes a few microseconds, so it is looked at each time: nobody is late."""
    at = _marked_at()
    if at != _seen["at"]:
        _use(in_use(_described(), load_env().home))
        _seen["at"] = at
    found: ObjectStore = settings.TINTYPE_OBJECTS
    return found


def content_security_policy() -> str:
    """Of the pages: it names the store, which they send photos to."""
    objects()
    return str(settings.CONTENT_SECURITY_POLICY)


def use_described() -> None:
    """For who prepares, tries or begins to use the store of the topology, in which nobody writes yet."""
    _seen["at"] = _marked_at()
    _use(_described())


def tell_all() -> None:
    """From now on each process uses the store of the topology."""
    mark = mark_of(load_env().home)
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(_described().name)


def told() -> str:
    """Which store is in use, as ObjectStore.name."""
    mark = mark_of(load_env().home)
    return mark.read_text() if mark.exists() else ""


def _marked_at() -> int:
    try:
        return os.stat(_mark()).st_mtime_ns  # noqa: PTH116  a third of the time that Path takes
    except FileNotFoundError:
        return 0


@cache
def _mark() -> str:
    return str(mark_of(load_env().home))


def _described() -> ObjectStore:
    env = load_env()
    return load_topology(env.topology, env.home, env.port, env.machine).objects


def _use(found: ObjectStore) -> None:
    """As settings.py does it."""
    url = load_env().url
    settings.TINTYPE_OBJECTS = with_secret(found, derived("objects"))
    settings.CONTENT_SECURITY_POLICY = policy.content_security_policy(
        url, settings.TINTYPE_MEDIA_URLS, *upload_urls(found, url)
    )
