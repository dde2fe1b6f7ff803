"""For balancers and operators: does everything answer that a request needs?"""

import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tintype.lib.redis import RedisDown, ask
from tintype.sharding.databases import primaries

log = logging.getLogger(__name__)


def _answers(name: str) -> None:
    with connections[name].cursor() as cursor:
        cursor.execute("SELECT 1")


def _parts() -> Iterator[tuple[str, Callable[[], object]]]:
    # Without a replica its shards are read from their primary.
    for name in primaries():
        yield ("directory" if name == "default" else name), lambda name=name: _answers(name)  # type: ignore[misc]
    yield "redis", lambda: ask("GET", "healthz")


def _is_well(name: str, ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (DatabaseError, RedisDown, OSError):
        log.warning("health: %s does not answer", name, exc_info=True)
        return False
    return True


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Of Mastodon's apps: whether there is a server at all. What it needs is asked for at /healthz."""
    return HttpResponse("OK", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 `ok`, or 503 with the names of what does not answer."""
    failing = [name for name, ask in _parts() if not _is_well(name, ask)]
    text = f"failing: {', '.join(failing)}" if failing else "ok"
    status = HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK
    return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
