"""An app server without a site: it says who was asked, by whom and how."""

import json
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tintype.config.behind import Behind

COUNT = "counted"
TOLD = ("REMOTE_ADDR", "HTTP_HOST", "REQUEST_METHOD", "wsgi.url_scheme")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    body = environ["wsgi.input"].read()
    if "count" in query:
        with Path(COUNT).open("a") as counted:
            counted.write(f"{query['count']}\n")
    time.sleep(float(query.get("seconds", 0)))
    if "once" in query and _is_first(query["once"]):
        os._exit(1)
    told = {name: str(environ.get(name, "")) for name in TOLD}
    told |= {name: value for name, value in environ.items() if name.startswith("HTTP_") and isinstance(value, str)}
    told |= {"path": environ["PATH_INFO"], "app": os.environ["APP"], "body": str(len(body))}
    start_response(f"{query.get('status', 200)} Said", [("Content-Type", "application/json")])
    return [json.dumps(told).encode() + b" " * int(query.get("bytes", 0))]


def _is_first(name: str) -> bool:
    """Of all that are asked the same."""
    try:
        Path(f"once-{name}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


application = Behind(application, os.environ.get("FRONT", ""))
