from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase

from tintype.lib.ratelimit import allow
from tintype.web.errors import too_often
from tintype.web.viewer import SignedInRequest

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def limited(name: str) -> Callable[[View[P]], View[P]]:
    """Behind `@signed_in`: 429 when the viewer did this too often."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not allow(name, request.me):
                return too_often(request)
            return view(request, *args, **kwargs)

        return checked

    return decorate
