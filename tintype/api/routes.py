"""The map of the API: every endpoint, whom it is for, what it takes and what it answers.

Addresses, the OpenAPI document, docs/api.md and the tests of scopes are all made from it.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeVar

from tintype.accounts.scopes import SCOPES
from tintype.api import views
from tintype.api.params import NoParams, Params


class Who(Enum):
    # A token is not looked at: an app that comes to exchange a dead one may well send it along.
    ANYBODY = "anybody"
    # One that is sent has to be good.
    EVERYBODY = "everybody"
    # Any token, that of an app without a person too.
    APP = "app"
    PERSON = "person"


# Without a token one comes in here too.
OPEN = (Who.ANYBODY, Who.EVERYBODY)


@dataclass(frozen=True)
class Route:
    method: str
    # As Django writes it, with the first slash and without the last.
    path: str
    view: Callable[..., Any]
    scope: str | None
    who: Who
    params: type[Params]
    # The type of the body.
    answer: Any
    # Beyond 200 and those that every route of its kind has.
    statuses: tuple[int, ...]
    # Which rate it counts against (api.limiting).
    rate: str
    # How it differs from Mastodon's, for docs/api.md.
    differs: str

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.view) or "").partition("\n")[0]


_routes: list[Route] = []
V = TypeVar("V", bound=Callable[..., Any])


def route(
    method: str,
    path: str,
    *,
    answer: Any,
    scope: str | None = None,
    who: Who = Who.PERSON,
    statuses: tuple[int, ...] = (),
    rate: str = "api",
    differs: str = "",
) -> Callable[[V], V]:
    """`def view(call, params, **parts_of_the_path)`; the annotation of `params` says what the route takes."""
    if scope is not None and scope not in SCOPES:
        raise ValueError(f"no such scope: {scope}")

    def register(view: V) -> V:
        params = inspect.signature(view, eval_str=True).parameters["params"].annotation
        kind = params if isinstance(params, type) and issubclass(params, Params) else NoParams
        _routes.append(Route(method, path, view, scope, who, kind, answer, statuses, rate, differs))
        return view

    return register


def all_routes() -> list[Route]:
    """In the order of their addresses."""
    for module in iter_modules(views.__path__):
        import_module(f"{views.__name__}.{module.name}")
    return sorted(_routes, key=lambda route: (route.path, route.method))
