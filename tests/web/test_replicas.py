"""Looking is answered by replicas, changing by primaries, through sessions that change hands."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tests.web.asking import body
from tests.web.counting import member_on
from tintype.cluster.ready import wait_until
from tintype.graph.actions import follow
from tintype.sharding.databases import primaries, shard_databases
from tintype.testing.member import Member
from tintype.testing.posts import make_post

pytestmark = pytest.mark.skipif(not settings.REPLICAS, reason="this topology has no replicas")

PATIENCE_SECONDS = 60
OF_SHARDS = ("graph_", "photos_", "notify_")


@dataclass
class Asked:
    replica: int
    primary: int


@contextmanager
def asked(database: str) -> Iterator[Asked]:
    """How many statements about what lies on shards went to each of the two."""
    result = Asked(0, 0)
    with ExitStack() as stack:
        both = {
            name: stack.enter_context(CaptureQueriesContext(connections[alias]))
            for name, alias in (("replica", settings.REPLICAS[database]), ("primary", database))
        }
        yield result
    for name, captured in both.items():
        statements = [query["sql"] for query in captured]
        setattr(result, name, sum(any(room in sql for room in OF_SHARDS) for sql in statements))


def wait_for_the_replica(looker: Member, path: str, database: str) -> None:
    """Until it has what was done last, and the watcher has said so."""

    def is_asked() -> str:
        with asked(database) as found:
            looker.client.get(path)
        return "" if found.replica else "the replica is not asked"

    assert wait_until(is_asked, PATIENCE_SECONDS) == ""


def see(member: Member, path: str) -> str:
    """But for what is drawn anew each time."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", body(member.client.get(path)))


@pytest.mark.parametrize("database", shard_databases())
def test_a_page_comes_from_the_replica_alone_and_is_that_of_the_primary(anonymous: Member, database: str) -> None:
    owner = member_on(database)
    follow(member_on(database).id, owner.id)
    paths = [f"/p/{make_post(owner.id, 'a lamp by the sea')}/", f"/@{owner.username}/"]
    for path in paths:
        wait_for_the_replica(anonymous, path, database)
        with asked(database) as found:
            page = see(anonymous, path)
        assert (found.replica > 0, found.primary) == (True, 0)
        with override_settings(REPLICAS={}):
            assert see(anonymous, path) == page
    with connections[settings.REPLICAS[database]].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        assert cursor.fetchone() == (True,)


def test_whoever_changes_something_reads_where_it_is_written(anonymous: Member) -> None:
    reader, owner = member_on("shard1"), member_on("shard1")
    path = f"/@{owner.username}/"
    wait_for_the_replica(anonymous, path, "shard1")
    with asked("shard1") as found:
        assert reader.client.post(f"{path}follow/", {"follow": "1"}).status_code == 302
    assert (found.replica, found.primary > 0) == (0, True)


@pytest.mark.parametrize("database", [*primaries(), *settings.REPLICAS.values()])
def test_the_next_statement_runs_in_another_session(database: str) -> None:
    """So all tests of this run show that nothing is left in a session that is needed later."""
    sessions: set[int] = set()

    def is_changed() -> str:
        with connections[database].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            sessions.add(cursor.fetchone()[0])
        return "" if len(sessions) > 1 else "always the same"

    # The pooler opens its second session when somebody waits for it.
    other = connections[database].copy()
    other.set_autocommit(autocommit=False)
    with other.cursor() as held:
        held.execute("SELECT 1")
        is_changed()
    other.close()

    assert wait_until(is_changed, PATIENCE_SECONDS) == ""
