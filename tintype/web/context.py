from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tintype.notify.queries import unread_count
from tintype.web.shell import badge
from tintype.web.viewer import Viewer


def site(request: HttpRequest) -> dict[str, Any]:
    """For every template. A request that failed early has no viewer yet and is shown as nobody's."""
    viewer: Viewer = getattr(request, "viewer", None) or Viewer()
    return {
        "site_name": settings.SITE_NAME,
        "viewer": viewer,
        "signed_in": viewer.id is not None,
        "unread": SimpleLazyObject(lambda: badge(unread_count(viewer.id)) if viewer.id else "0"),
    }
