"""`tintype check`: is everything up and configured?"""

from collections.abc import Iterable, Iterator
from urllib.error import URLError
from urllib.request import urlopen

from tintype.cluster.database_checks import database_checks
from tintype.cluster.findings import Finding, warning, wrong
from tintype.cluster.gearman import gearman_answers, queues_answer
from tintype.cluster.home import Home
from tintype.cluster.ready import streaming_answers, web_answers, whole_redis_answers
from tintype.cluster.secret import secret_key
from tintype.cluster.server_checks import server_checks
from tintype.cluster.starting import last_lines
from tintype.cluster.status import parts
from tintype.cluster.store_checks import store_checks
from tintype.config.derive import derive
from tintype.config.env import Env
from tintype.config.site_url import site_url
from tintype.config.streaming import streaming_url
from tintype.config.topology import QUEUES, Streaming, Topology, load_topology

URL_SECONDS = 5


def run_checks(env: Env) -> list[Finding]:
    home, topology = Home(env.home), load_topology(env.topology, env.home, env.port, env.machine)
    return list(_all_checks(env, home, topology))


def _all_checks(env: Env, home: Home, topology: Topology) -> Iterator[Finding]:
    yield from _processes(home)
    yield from _answers(home, topology)
    yield from server_checks(home, topology)
    yield from database_checks(env)
    yield from store_checks(home, topology)
    yield from _settings(env)
    yield from _url(site_url(env, topology))
    if topology.streaming:
        yield from _streaming_url(streaming_url(env, topology), topology.streaming)


def _processes(home: Home) -> Iterable[Finding]:
    found = parts(home)
    if not found:
        yield wrong("processes", f"Tintype is not running in {home.path}", "Start it with `tintype up`.")
        return
    down = [part for part in found if not part.is_running]
    for part in down:
        yield wrong(f"process {part.name}", f"is {part.state}", last_lines(home, part.name))
    if not down:
        yield Finding("processes", f"{len(found)} running")


def _answers(home: Home, topology: Topology) -> Iterable[Finding]:
    answers = {
        "redis": whole_redis_answers(topology.redis, derive("redis", secret_key(home))),
        "gearman": gearman_answers(topology),
        "workers": queues_answer(topology, QUEUES),
        "web": web_answers(topology.web),
    }
    if topology.streaming:
        answers["streaming"] = streaming_answers(topology.streaming)
    for name, reason in answers.items():
        if reason:
            yield wrong(name, reason, f"`tintype status` shows whether it runs; its log is in {home.log}.")
        else:
            yield Finding(name, "answers" if name != "workers" else "every queue has one")


def _settings(env: Env) -> Iterable[Finding]:
    if env.secret_key:
        yield Finding("secret key", "present")
    else:
        yield wrong("secret key", "missing", "`tintype up` makes one; or set TINTYPE_SECRET_KEY.")
    if env.smtp_url:
        yield Finding("mail", f"through {env.smtp_url.rpartition('@')[2]}")
    else:
        mails = env.home / "mail"
        yield warning("mail", f"is not sent but written to {mails}", "Set TINTYPE_SMTP_URL to send it.")


def _url(url: str) -> Iterable[Finding]:
    yield _reached("address", url, "TINTYPE_URL", f"{url}/healthz")


def _streaming_url(url: str, streaming: Streaming) -> Iterable[Finding]:
    if url:
        asked = f"{url.replace('ws', 'http', 1)}/api/v1/streaming/health"
        yield _reached("streaming address", url, "TINTYPE_STREAMING_URL", asked)
    else:
        remedy = f"Let the proxy pass /api/v1/streaming on to port {streaming.port}, and set TINTYPE_STREAMING_URL."
        yield warning("streaming address", "none, so apps ask again and again instead of being told", remedy)


def _reached(name: str, url: str, setting: str, asked: str) -> Finding:
    try:
        with urlopen(asked, timeout=URL_SECONDS):  # noqa: S310  the operator's own address
            return Finding(name, f"{url} reaches this Tintype")
    except (URLError, OSError, ValueError) as error:
        remedy = f"{setting} should be the address that the world sees; is the proxy in front of it up?"
        return warning(name, f"{url} does not answer from here: {error}", remedy)
