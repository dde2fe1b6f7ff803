"""Whose request it is, behind a front: what our own balancer says, and nobody else."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Behind:
    """An app server as the front's: its requests come from the address of the one who made them."""

    def __init__(self, application: Application, front: str) -> None:
        self._application, self._front = application, front

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # nginx has written both headers anew, whatever came in them (front.conf).
        if environ["REMOTE_ADDR"] == self._front:
            environ["REMOTE_ADDR"] = environ.get("HTTP_X_REAL_IP", self._front)
        return self._application(environ, start_response)
