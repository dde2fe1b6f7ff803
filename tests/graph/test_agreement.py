"""Whatever several people do, in whatever order and at the same time: counts, rows and copies agree."""

import random
from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.graph.truth import approved, assert_all_agrees, blocks, requested
from tests.threads import together
from tintype.graph.actions import approve, block, decline, follow, unblock, unfollow
from tintype.graph.errors import CannotBlock, CannotFollow
from tintype.lib.errors import NotFound
from tintype.testing.member import make_member
from tintype.testing.tasks import run_tasks

Action = Callable[[int, int], object]
ACTIONS: list[Action] = [follow, follow, follow, unfollow, approve, decline, block, unblock]
PEOPLE = 4


def some_people() -> list[int]:
    """The last of them with a private account."""
    return [make_member("person", is_private=number == PEOPLE - 1).id for number in range(PEOPLE)]


def act(action: Action, viewer: int, other: int) -> None:
    """As the pages do: what is refused is refused."""
    with suppress(NotFound, CannotFollow, CannotBlock):
        action(viewer, other)


class Model:
    """The same room in twenty lines, without shards."""

    def __init__(self, private: int) -> None:
        self.private = private
        self.approved: set[tuple[int, int]] = set()
        self.requested: set[tuple[int, int]] = set()
        self.blocks: set[tuple[int, int]] = set()

    def act(self, action: Action, viewer: int, other: int) -> None:
        if action in (unfollow, decline):
            self._end((viewer, other) if action is unfollow else (other, viewer))
        elif action is unblock:
            self.blocks.discard((viewer, other))
        elif action is approve and (other, viewer) in self.requested:
            self.requested.discard((other, viewer))
            self.approved.add((other, viewer))
        elif action is block and viewer != other:
            self.blocks.add((viewer, other))
            self._end((viewer, other))
            self._end((other, viewer))
        elif action is follow and viewer != other and not self._stands_between(viewer, other):
            (self.requested if other == self.private else self.approved).add((viewer, other))

    def _stands_between(self, viewer: int, other: int) -> bool:
        """A follow already, or a block either way."""
        return (viewer, other) in self.approved | self.blocks or (other, viewer) in self.blocks

    def _end(self, pair: tuple[int, int]) -> None:
        self.approved.discard(pair)
        self.requested.discard(pair)


index = st.integers(0, PEOPLE - 1)


@given(st.lists(st.tuples(st.sampled_from(ACTIONS), index, index), max_size=25))
@settings(max_examples=25)
def test_any_sequence_of_actions_ends_where_the_model_ends(sequence: Iterable[tuple[Action, int, int]]) -> None:
    ids = some_people()
    model = Model(ids[-1])
    for action, viewer, other in sequence:
        act(action, ids[viewer], ids[other])
        model.act(action, ids[viewer], ids[other])
    run_tasks()
    assert (approved(ids), requested(ids), blocks(ids)) == (model.approved, model.requested, model.blocks)
    assert_all_agrees(ids)


@pytest.mark.parametrize("seed", range(3))
def test_people_who_act_at_the_same_time_leave_everything_in_agreement(seed: int) -> None:
    ids = some_people()

    def acting(viewer: int) -> Callable[[], None]:
        chance = random.Random(f"{seed} {viewer}")

        def run() -> None:
            for _ in range(25):
                act(chance.choice(ACTIONS), viewer, chance.choice(ids))

        return run

    together([acting(viewer) for viewer in ids])
    run_tasks()
    assert_all_agrees(ids)


def test_a_follow_sent_by_ten_windows_at_once_is_one() -> None:
    owner, follower = make_member("owner").id, make_member("follower").id
    together([lambda: follow(follower, owner)] * 10)
    run_tasks()
    assert approved([owner]) == {(follower, owner)}
    assert_all_agrees([owner, follower])
