"""While a shard moves, its rows lie in two databases: nothing of that is a difference."""

import pytest

from tests.deep.looking import said
from tests.moves.conftest import another, home_of, move_to
from tests.moves.watch import Watch
from tintype.graph.actions import follow
from tintype.photos.actions import like
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.mark.slow
@pytest.mark.usefixtures("moves_given_back")
def test_at_every_step_of_a_move_nothing_seems_to_differ(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post = make_post(alice.id, "two herons #lake")
    like(bob.id, post)
    run_tasks()
    bob.client.get("/")
    target = another(home_of(alice))
    seen: list[list[str]] = []

    def look() -> None:
        seen.append(said(alice.id, bob.id, post, f"shard {shard_of(alice.id)}"))

    moved = Watch(copying=look, **{target: look}, switched=look, deleting=look)
    move_to(alice, target, moved)
    look()
    assert (len(seen), [sentences for sentences in seen if sentences]) == (5, [])
