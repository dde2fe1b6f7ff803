"""The warm home feed against a bare view under the same gunicorn settings."""

import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from benchmarks.load import LoadFailed, requests_per_second
from benchmarks.report import table
from benchmarks.site import Site
from tintype.cluster.programs import app_program
from tintype.cluster.ready import wait_until, web_answers

CSRF = "b" * 32
READY_SECONDS = 60
HOME = """
local cookies = {{{cookies}}}
local n = 0
request = function()
    n = n + 1
    return wrk.format('GET', '/', {{Cookie = 'tintype_session=' .. cookies[n % #cookies + 1] .. '; csrftoken={csrf}'}})
end
"""


def measure(site: Site, rounds: int, seconds: int) -> str:
    script = site.home / "home.lua"
    script.write_text(HOME.format(cookies=", ".join(f"'{reader.cookie}'" for reader in site.readers), csrf=CSRF))
    with bare(site) as bare_url:
        urls = (f"http://127.0.0.1:{site.topology.web.port}/", bare_url)
        for url in urls:
            requests_per_second(url, script, 1)
        pairs = [(_run(urls[0], script, seconds), _run(urls[1], script, seconds)) for _ in range(rounds)]
    size = f"{len(_page(site)) / 1024:.0f} KB"
    return table(
        "Home feed",
        f"home feed: 20 posts, {size}, signed in, all middleware, warm",
        ["bare view: 30 KB constant"],
        pairs,
    )


_run = requests_per_second


def _page(site: Site) -> bytes:
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.topology.web.port}/", headers={"Cookie": f"tintype_session={site.readers[0].cookie}"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        page: bytes = answer.read()
    if page.count(b"<article") != 20:
        raise SystemExit(f"the home feed shows {page.count(b'<article')} posts, not 20")
    return page


@contextmanager
def bare(site: Site) -> Iterator[str]:
    """The gunicorn of the running site, with another port (the next one is for streaming) and application."""
    app = replace(site.topology.apps[0], port=site.topology.web.port + 2)
    command = [*app_program(site.topology.web, app).command[:-1], "benchmarks.bare"]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        if reason := wait_until(partial(web_answers, app), READY_SECONDS, lambda: ""):
            raise LoadFailed(f"The bare view does not come up: {reason}")
        yield f"http://127.0.0.1:{app.port}/"
    finally:
        child.terminate()
        child.wait(READY_SECONDS)
