"""How many statements a page sends to all databases together."""

from contextlib import ExitStack

from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.away import lose_redis
from tests.queries import count
from tintype.sharding.map import database_of
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member, make_member


def statements(member: Member, path: str) -> int:
    """Of one page; beginning and ending a transaction count, as they take the same time."""
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(connections[name])) for name in settings.DATABASES]
        assert member.client.get(path).status_code == 200
    return count(captured)


def cold_and_warm(member: Member, path: str) -> tuple[int, int]:
    member.client.get("/robots.txt")  # signing in is no part of it
    lose_redis()
    return statements(member, path), statements(member, path)


def member_on(database: str) -> Member:
    """Their shard is on this physical database: how many are asked must not depend on chance."""
    while True:
        made = make_member("somebody")
        if database_of(shard_of(made.id)) == database:
            return made
