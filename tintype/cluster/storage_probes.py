"""`tintype storage check`: is the object store what Tintype needs, and closed to everybody else? Each probe tries it.

Imported once Django is loaded. The probes write objects of the account 0, which nobody has, and delete them.
"""

import secrets
from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings

from tintype.cluster.findings import Finding, wrong
from tintype.cluster.storage_http import NoAnswer
from tintype.cluster.storage_probes_bucket import bucket_probes
from tintype.cluster.storage_probes_public import public_probes
from tintype.cluster.storage_probes_world import Probed, world_probes
from tintype.storage import present
from tintype.storage.actions import delete_objects
from tintype.storage.errors import ObjectMissing, StoreFull, StoreUnreachable
from tintype.storage.keys import content_type_of
from tintype.storage.store import signer_of, store

DATA = b"Tintype looks whether this store is fit for photos.\n"
REACH = (
    "Is the store up, are endpoint, region and bucket right, and is keys_file that of somebody who may use the bucket?"
)


def probes_of_store() -> Iterator[Finding]:
    """What needs neither the web server (but that of a directory store) nor an edge."""
    yield from _probes(with_public=False)


def all_probes() -> Iterator[Finding]:
    yield from _probes(with_public=True)


def _probes(*, with_public: bool) -> Iterator[Finding]:
    probed = _probed()
    first = _tried("put", REACH, partial(_put, probed))
    yield first
    if first.remedy:
        return
    yield _tried("get", REACH, partial(_get, probed))
    if settings.TINTYPE_OBJECTS.is_s3 or with_public:
        yield from world_probes(probed)
    if settings.TINTYPE_OBJECTS.is_s3:
        yield from bucket_probes()
    if with_public:
        yield from public_probes(probed)
    yield _tried("delete", REACH, partial(_delete, probed))


def _probed() -> Probed:
    token = secrets.token_urlsafe(16)
    objects = present.objects()
    keys = (
        f"photos/0/1/{token}-150.jpg",
        f"originals/0/1/{token}.jpg",
        f"avatars/0/{token}.jpg",
        f"incoming/0/{token}",
    )
    return Probed(objects, signer_of(objects).url, *keys)


def _tried(name: str, remedy: str, probe: Callable[[], str]) -> Finding:
    try:
        return Finding(name, probe())
    except _faults() as error:
        return wrong(name, f"{type(error).__name__}: {error}", remedy)


def _faults() -> tuple[type[Exception], ...]:
    ours = (ObjectMissing, StoreFull, StoreUnreachable, OSError, NoAnswer)
    if not present.objects().is_s3:
        return ours
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  slow import

    return (*ours, BotoCoreError, ClientError)


def _put(probed: Probed) -> str:
    for key in probed.keys:
        store().put(key, DATA, content_type_of(key))
    return f"{probed.objects.name} takes objects"


def _get(probed: Probed) -> str:
    with store().open(probed.photo) as file:
        if file.read() != DATA:
            raise ObjectMissing("what was stored came back as something else")
    if store().sizes(probed.keys) != dict.fromkeys(probed.keys, len(DATA)):
        raise ObjectMissing("it does not list what it holds")
    return "gives them back, and lists them"


def _delete(probed: Probed) -> str:
    delete_objects(probed.keys)
    if left := store().sizes(probed.keys):
        raise ObjectMissing(f"still there: {', '.join(left)}")
    return "what is deleted is gone"
