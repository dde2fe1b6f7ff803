"""While a shard moves, its rows lie in two databases: nothing of that is a difference."""

import pytest

from tests.deep.looking import said
from tests.moves.conftest import another, home_of, move_to
from tests.moves.watch import Watch
from tintype.graph.actions import follow
from tintype.photos.actions import like
from tintype.sharding.fence import install_fences
from tintype.sharding.moves import steps
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@pytest.mark.slow
def test_at_every_step_of_a_move_nothing_seems_to_differ(
    alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No other process has to hear of the move.
    monkeypatch.setattr(steps, "KNOWN_SECONDS", 0)
    follow(bob.id, alice.id)
    post = make_post(alice.id, "two herons #lake")
    like(bob.id, post)
    run_tasks()
    bob.client.get("/")
    source, target = home_of(alice), another(home_of(alice))
    for database in (source, target):
        install_fences(database)
    seen: list[list[str]] = []

    def look() -> None:
        seen.append(said(alice.id, bob.id, post, f"shard {shard_of(alice.id)}"))

    moved = Watch(copying=look, **{target: look}, switched=look, deleting=look)
    move_to(alice, target, moved)
    look()
    assert (len(seen), [sentences for sentences in seen if sentences]) == (5, [])
    move_to(alice, source)
