"""Every list of people sends as many statements for three of them as for one."""

from collections.abc import Callable

import pytest

from tests.api.client import api_of, told
from tests.queries import counted
from tests.web.counting import member_on
from tintype.graph.actions import block, follow
from tintype.graph.lists.actions import add_to_list, make_list
from tintype.graph.mutes.actions import mute
from tintype.testing.member import Member
from tintype.testing.posts import make_post

Place = Callable[[Member, list[Member]], str]


def relationships(viewer: Member, others: list[Member]) -> str:
    return "/api/v1/accounts/relationships?" + "&".join(f"id[]={other.id}" for other in others)


def followers(viewer: Member, others: list[Member]) -> str:
    for other in others:
        follow(other.id, viewer.id)
    return f"/api/v1/accounts/{viewer.id}/followers"


def followed(viewer: Member, others: list[Member]) -> str:
    for other in others:
        follow(viewer.id, other.id)
    return f"/api/v1/accounts/{viewer.id}/following"


def blocks(viewer: Member, others: list[Member]) -> str:
    for other in others:
        block(viewer.id, other.id)
    return "/api/v1/blocks"


def mutes(viewer: Member, others: list[Member]) -> str:
    for other in others:
        mute(viewer.id, other.id)
    return "/api/v1/mutes"


def members(viewer: Member, others: list[Member]) -> str:
    followed(viewer, others)
    made = make_list(viewer.id, "birds")
    add_to_list(viewer.id, made.id, [other.id for other in others])
    return f"/api/v1/lists/{made.id}/accounts"


def timeline(viewer: Member, others: list[Member]) -> str:
    for other in others:
        make_post(other.id, photos=2)
    return members(viewer, others).replace("lists", "timelines/list").removesuffix("/accounts")


def familiar(viewer: Member, others: list[Member]) -> str:
    followed(viewer, others)
    owners = [member_on("shard2") for _ in others]
    for owner in owners:
        for other in others:
            follow(other.id, owner.id)
    return "/api/v1/accounts/familiar_followers?" + "&".join(f"id[]={owner.id}" for owner in owners)


@pytest.mark.parametrize(
    ("place", "cost"),
    [
        (relationships, 4),
        (followers, 4),
        (followed, 4),
        (blocks, 1),
        (mutes, 1),
        (members, 3),
        (timeline, 17),
        (familiar, 7),
    ],
)
def test_three_cost_as_much_as_one(place: Place, cost: int) -> None:
    costs = []
    for many in (1, 3):
        viewer, others = member_on("shard1"), [member_on("shard2") for _ in range(many)]
        path, api = place(viewer, others), api_of(viewer)
        told(api.get(path))
        with counted() as asked:
            told(api.get(path))
        costs.append(asked.queries)
    assert costs == [cost, cost]
