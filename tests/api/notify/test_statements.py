"""Lists of what one was told and of conversations send as many statements for four things as for one."""

from uuid import uuid4

import pytest

from tests.api.client import api_of, told
from tests.queries import counted
from tests.web.counting import member_on
from tintype.photos.actions import comment, like
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def cost(member: Member, path: str, count: int) -> int:
    """Of what is listed for the second time."""
    api = api_of(member)
    assert len(told(api.get(path))) == count
    with counted() as asked:
        told(api.get(path))
    return asked.queries


@pytest.mark.parametrize("many", [1, 4])
def test_notifications(many: int) -> None:
    owner = member_on("shard1")
    for _ in range(many):
        post_id, other = make_post(owner.id), member_on("shard2")
        like(other.id, post_id)
        comment(other.id, post_id, "Nice", uuid4().hex)
    run_tasks()
    assert cost(owner, "/api/v1/notifications", 2 * many) == 20


@pytest.mark.parametrize("many", [1, 4])
def test_conversations(many: int) -> None:
    owner = member_on("shard1")
    for _ in range(many):
        other = member_on("shard2")
        comment(other.id, make_post(other.id, f"@{owner.username}", visibility="direct"), "Nice", uuid4().hex)
    run_tasks()
    assert cost(owner, "/api/v1/conversations", many) == 26


def test_asking_whether_there_is_something_new_is_cheap() -> None:
    """As some apps do every 20 seconds: blocks either way, mutes, the page."""
    owner = member_on("shard1")
    like(member_on("shard2").id, make_post(owner.id))
    run_tasks()
    api = api_of(owner)
    [last] = told(api.get("/api/v1/notifications"))
    assert cost(owner, f"/api/v1/notifications?limit=1&since_id={last['id']}", 0) == 4
