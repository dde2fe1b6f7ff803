"""The one way of the process to Redis, which is one server or a Redis Cluster.

Callers say which key a command is about, so that it finds its node; what one call needs of one person shares a hash tag
and so a node (`key`). A script gets all its keys from there, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha1
from typing import Any, NamedTuple, Protocol

import redis
from django.conf import settings

from tintype.lib.redis_talk import Answer, Command, talk

__all__ = ["Command"]  # callers need it, and no other module of this way

# What stands in Redis can be rebuilt, so going without is better than waiting for it.
TIMEOUT_SECONDS = 2
RedisDown = redis.exceptions.RedisError


class Way(Protocol):
    def client(self) -> Any:
        """Of the library: for everything that is not on a hot path."""

    def each(self, commands: Sequence[Command]) -> list[Answer]:
        """One way there and back to each server that is asked. Errors of single commands are among the answers."""


class OneServer:
    def __init__(self) -> None:
        self._client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        )

    def client(self) -> Any:
        return self._client

    def each(self, commands: Sequence[Command]) -> list[Answer]:
        return talk(self.client().connection_pool, commands)


@cache
def way() -> Way:
    if not settings.REDIS_NODES:
        return OneServer()
    from tintype.lib.redis_cluster import Cluster  # noqa: PLC0415 - an optional part of a topology

    return Cluster(settings.REDIS_NODES, settings.REDIS_PASSWORD, TIMEOUT_SECONDS)


def client() -> Any:
    return way().client()


def key(name: str, account_id: int) -> str:
    """`feed:{42}`: the braces are Redis Cluster's hash tag, so all keys of one person share a slot."""
    return f"{settings.REDIS_PREFIX}{name}:{{{account_id}}}"


def each(commands: Sequence[Command]) -> list[Any]:
    """The answers, in this order. Raises RedisDown, also where one of them is an error."""
    answers = way().each(commands) if commands else []
    for answer in answers:
        if isinstance(answer, RedisDown):
            raise answer
    return answers


def ask(command: str, of: str, *words: Any) -> Any:
    """The answer to one command about the key `of`, for the hot path.

    The library's own way there, past retries, callbacks and metrics, costs 31 µs of CPU, this one 13 (redis-py 8.1).
    """
    return each([Command(of, (command, of, *words))])[0]


def read_many(keys: Iterable[str]) -> list[bytes | None]:
    """The values of these keys, None where there is none."""
    keys = list(keys)
    if settings.REDIS_NODES:
        return each([Command(name, ("GET", name)) for name in keys])
    return ask("MGET", *keys) if keys else []


class Call(NamedTuple):
    """Of a script: all keys share a slot."""

    keys: Sequence[str]
    arguments: Sequence[Any] = ()


def run_script(source: str, keys: Sequence[str], *arguments: Any) -> Any:
    """A Lua script, sent where Redis does not know it and then called by its hash."""
    return run_scripts(source, [Call(keys, arguments)])[0]


def run_scripts(source: str, calls: Sequence[Call]) -> list[Any]:
    """As `run_script`, many times: in one way there and back, unless it has to be sent first."""
    answers = way().each([_call("EVALSHA", sha_of(source), call) for call in calls]) if calls else []
    unknown = [n for n, answer in enumerate(answers) if isinstance(answer, redis.exceptions.NoScriptError)]
    # The first run of a script on a server may be one of many at once: each of those brings the source along.
    for n, answer in zip(unknown, way().each([_call("EVAL", source, calls[n]) for n in unknown]), strict=True):
        answers[n] = answer
    for answer in answers:
        if isinstance(answer, RedisDown):
            raise answer
    return answers


@cache
def sha_of(source: str) -> str:
    return sha1(source.encode(), usedforsecurity=False).hexdigest()


def _call(command: str, script: str, call: Call) -> Command:
    return Command(call.keys[0], (command, script, len(call.keys), *call.keys, *call.arguments))


def ids_with(name: str) -> Iterator[int]:
    """Of everyone who has such a key, some perhaps twice; Redis is asked a thousand keys at a time."""
    start, end = key(name, 0).rsplit("0", 1)
    for found in client().scan_iter(f"{start}*{end}", count=1000):
        yield int(found[len(start) : -len(end)])
