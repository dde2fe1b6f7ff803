"""Shards that move between the databases of the tests' own engines."""

import pytest

from tests.moves.watch import Watch
from tintype.graph.actions import block
from tintype.photos.actions import comment, like
from tintype.sharding.databases import shard_databases
from tintype.sharding.map import database_of
from tintype.sharding.models import Move
from tintype.sharding.moves.plan import plan_moves
from tintype.sharding.moves.run import carry_out
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.fixture(autouse=True)
def _given_back(moves_given_back: None) -> None:
    """Also where a test fails in the middle of a move."""


@pytest.fixture
def post(alice: Member, bob: Member, charlie: Member) -> int:
    """Alice has something in nearly every table of her shard; Bob likes her post."""
    bob.client.post(f"/@{alice.username}/follow/", {"follow": "1"})
    alice.client.post(f"/@{bob.username}/follow/", {"follow": "1"})
    post_id = make_post(alice.id, "a #lamp by the sea")
    like(bob.id, post_id)
    like(alice.id, post_id)
    comment(bob.id, post_id, "lovely", "once")
    block(alice.id, charlie.id)
    run_tasks()
    return post_id


def move_to(member: Member, target: str, watch: Watch | None = None) -> Move:
    """The move of that person's shard, carried out."""
    (move,) = plan_moves([shard_of(member.id)], target)
    carry_out(move, watch or Watch())
    return move


def home_of(member: Member) -> str:
    return database_of(shard_of(member.id))


def another(database: str) -> str:
    """Where a shard of that database can move to."""
    return next(name for name in shard_databases() if name != database)
