"""Lists of conversations that do not agree with the direct posts."""

from dataclasses import dataclass

import pytest

from tests.deep.looking import assert_mended, said, sql
from tintype.photos.actions import comment
from tintype.sharding.scope import shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@dataclass(frozen=True)
class Scene:
    """Alice writes to Bob, who answers; Charlie has no part in it."""

    alice: int
    bob: int
    charlie: int
    post: int
    answer: int

    @property
    def ids(self) -> tuple[int, ...]:
        return self.alice, self.bob, self.charlie, self.post


@pytest.fixture
def scene(alice: Member, bob: Member, charlie: Member) -> Scene:
    post = make_post(alice.id, f"@{bob.username}", visibility="direct")
    answer = comment(bob.id, post, "Hello", "once").id
    run_tasks()
    return Scene(alice.id, bob.id, charlie.id, post, answer)


def test_what_was_said_by_the_doors_agrees(scene: Scene) -> None:
    assert said(*scene.ids) == []


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_a_conversation_that_a_list_lacks_comes_into_it(scene: Scene, who: str) -> None:
    account = getattr(scene, who)
    sql(shard_of(account), "DELETE FROM notify_conversation WHERE account_id = %s", account)
    assert_mended(scene.ids, f"The conversation of post {scene.post} is missing in the list of account {account}.")


def test_a_conversation_in_a_stranger_s_list_goes(scene: Scene) -> None:
    sql(
        shard_of(scene.charlie),
        "INSERT INTO notify_conversation (account_id, post_id, people, last_id, is_unread)"
        " VALUES (%s, %s, '[]', 1, true)",
        scene.charlie,
        scene.post,
    )
    takes_no_part = f"stands in the list of account {scene.charlie}, which takes no part in it."
    assert_mended(scene.ids, f"The conversation of post {scene.post} {takes_no_part}")


@pytest.mark.parametrize(
    ("change", "kept"),
    [("last_id = post_id", "[{bob}] up to {post}"), ("people = '[7]'", "[7] up to {answer}")],
)
def test_a_conversation_with_wrong_people_or_an_old_end_is_set_right(scene: Scene, change: str, kept: str) -> None:
    sql(shard_of(scene.alice), f"UPDATE notify_conversation SET {change} WHERE account_id = %s", scene.alice)  # noqa: S608
    listed = f"The conversation of post {scene.post} in the list of account {scene.alice}"
    wrong = kept.format(**vars(scene))
    assert_mended(scene.ids, f"{listed} is with {wrong}, but should be with [{scene.bob}] up to {scene.answer}.")
