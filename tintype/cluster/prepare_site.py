"""What the site needs done before it serves, in one process because loading Django takes a second."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings
from django.core.management import CommandError, call_command

from tintype.cluster.child import done
from tintype.cluster.errors import ClusterError
from tintype.cluster.static_files import collect_static
from tintype.cluster.storage_prepare import check_fit
from tintype.config.objects import RADOSGW
from tintype.storage.actions import prepare_store
from tintype.storage.errors import StoreUnreachable

RADOSGW_SECONDS = 60


def main() -> None:
    django.setup()
    # Compressing them takes two seconds of a processor; migrating, one thread at a time, leaves the others idle.
    with ThreadPoolExecutor(1) as pool:
        collected = pool.submit(collect_static)
        _prepare()
        collected.result()
    done("static files")


def _prepare() -> None:
    try:
        call_command("migrate_all")
    except CommandError as error:
        sys.exit(str(error))
    done("tables")
    if not settings.TOPOLOGY.here:
        # On the other machines of a park workers may be at work.
        call_command("release_leases")
        done("unfinished tasks")
    if settings.TINTYPE_OBJECTS.kind == RADOSGW:
        _prepare_radosgw()
    try:
        check_fit("Tintype does not start with it.")
    except ClusterError as error:
        sys.exit(str(error))
    done("object store")
    if settings.TOPOLOGY.edges:
        # Here and not above: Django has to be set up first.
        from tintype.photos.recall import tell_edges  # noqa: PLC0415  app ready

        tell_edges()
        done("edges")


def _prepare_radosgw() -> None:
    """After a power cut it answers before its OSD has read everything back, and keeps nothing until then."""
    end = time.monotonic() + RADOSGW_SECONDS
    while True:
        try:
            return prepare_store()
        except StoreUnreachable as error:
            if time.monotonic() > end:
                sys.exit(f"The object store is not ready after {RADOSGW_SECONDS} seconds: {error}")
        time.sleep(1)


if __name__ == "__main__":
    main()
