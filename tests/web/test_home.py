"""The hot path."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.queries import count
from tintype.accounts import sessions
from tintype.feed.redis import feed_keys
from tintype.graph.actions import follow
from tintype.lib import redis
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

UNREAD = 4


@contextmanager
def queries() -> Iterator[list[CaptureQueriesContext]]:
    with ExitStack() as stack:
        yield [stack.enter_context(CaptureQueriesContext(connections[name])) for name in settings.DATABASES]


def warm(member: Member) -> None:
    """As it is some seconds after signing in, when what was changed then may be kept again."""
    cookie = member.client.cookies[settings.SESSION_COOKIE_NAME].value
    redis.client().delete(sessions.remembered.key(sessions.hash_of(cookie)))
    redis.client().delete(feed_keys(member.id)[UNREAD])
    assert member.client.get("/").status_code == 200


def test_a_warm_home_feed_asks_no_database(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    posts = [make_post(alice.id, f"number {n}") for n in range(3)]
    run_tasks()
    warm(bob)
    with queries() as captured:
        page = bob.client.get("/").content.decode()
    assert count(captured) == 0
    assert [page.index(f'id="p{post}"') for post in reversed(posts)] == sorted(
        page.index(f'id="p{post}"') for post in posts
    )


def test_older_posts_come_to_htmx_without_the_page_around(alice: Member) -> None:
    posts = [make_post(alice.id, photos=1) for _ in range(21)]
    run_tasks()
    page = alice.client.get("/").content.decode()
    older = f"/?before={posts[1]}"
    assert page.count("<article") == 20
    assert f'hx-get="{older}"' in page
    rest = alice.client.get(older, headers={"HX-Request": "true"}).content.decode()
    assert rest.count("<article") == 1
    assert "<html" not in rest
    assert "You have seen everything" in rest


def test_signed_in_pages_are_kept_nowhere(alice: Member, anonymous: Member) -> None:
    assert alice.client.get("/")["Cache-Control"] == "private, no-store"
    assert alice.client.get(f"/@{alice.username}/")["Cache-Control"] == "private, no-store"
    assert "Create an account" in anonymous.client.get("/").content.decode()


def test_the_policy_forbids_inline_scripts_and_styles(alice: Member) -> None:
    policy = alice.client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
