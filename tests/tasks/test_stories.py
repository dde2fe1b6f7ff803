"""Every task may run late, twice and in any order: a story ends the same however its tasks are run."""

import random
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from uuid import uuid4

import pytest
from django.utils.module_loading import import_string

from tests.graph.truth import assert_all_agrees
from tintype.feed.queries import home
from tintype.graph.actions import approve, block, decline, follow, unblock, unfollow
from tintype.graph.queries import cut_from, followers, following
from tintype.notify.queries import activity, unread_count
from tintype.photos.actions import comment, delete_comment, delete_post, like, unlike
from tintype.photos.counts import counts
from tintype.photos.queries import liked_posts, visible_post
from tintype.photos.timelines import tagged
from tintype.tasks import outbox
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

Entries = list[outbox.Entry]


@dataclass
class Scene:
    """The people of a story and their posts, so that stories of different people can be compared."""

    tag: str = field(default_factory=lambda: unique_name("tag"))
    members: dict[str, Member] = field(default_factory=dict)
    posts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("alice", "bob", "charlie"):
            self.members[name] = make_member(name)
        self.members["private"] = make_member("private", is_private=True)

    def name(self, account_id: int) -> str:
        return next(name for name, member in self.members.items() if member.id == account_id)

    def number(self, post_id: int) -> int:
        return self.posts.index(post_id)


def story(scene: Scene) -> None:
    alice, bob, charlie, private = scene.members.values()
    for member in scene.members.values():
        home(member.id, None, 10)
    for follower, followed in ((bob, alice), (charlie, alice), (alice, bob), (bob, private), (charlie, private)):
        follow(follower.id, followed.id)
    approve(private.id, bob.id)
    caption = f"#{scene.tag} @{bob.username} @{charlie.username}"
    scene.posts += [make_post(owner.id, caption) for owner in (alice, alice, bob, private)]
    first, second, third, fourth = scene.posts
    for member, post_id in ((bob, first), (charlie, first), (alice, third), (bob, second), (bob, fourth)):
        like(member.id, post_id)
    unlike(charlie.id, first)
    gone = comment(charlie.id, first, f"@{bob.username}", uuid4().hex)
    comment(bob.id, first, f"@{charlie.username} @{alice.username}", uuid4().hex)
    delete_comment(charlie.id, first, gone.id)
    delete_post(alice.id, second)
    decline(private.id, charlie.id)
    unfollow(bob.id, alice.id)
    follow(bob.id, alice.id)
    block(charlie.id, bob.id)
    block(alice.id, charlie.id)
    unblock(alice.id, charlie.id)


def seen(scene: Scene) -> dict[str, object]:
    """All that these people can see of it, by name."""
    everything: dict[str, object] = {}
    for name, member in scene.members.items():
        told = [
            (record.kind, scene.name(record.actor.id), scene.number(record.post_id) if record.post_id else None)
            for record in activity(member.id, None, 100).items
        ]
        shown = [visible_post(member.id, post_id) for post_id in scene.posts]
        everything[name] = {
            "feed": [(scene.number(entry.post_id), entry.is_liked) for entry in home(member.id, None, 10).entries],
            "activity": sorted(told, key=str),
            "unread": unread_count(member.id),
            "posts": [(post.like_count, post.comment_count) if post else None for post in shown],
            "liked": sorted(scene.number(post.id) for post in liked_posts(member.id, None, 10).items),
            "tagged": [scene.number(post.id) for post in tagged(member.id, scene.tag, None, 10).items],
            "followers": sorted(scene.name(one.id) for one in followers(member.id, member.person, None, 10).items),
            "following": sorted(scene.name(one.id) for one in following(member.id, member.person, None, 10).items),
            "cut": sorted(map(scene.name, cut_from(member.id))),
            "counts": astuple(counts(member.id))[:3],
        }
    return everything


def run(entries: Entries) -> None:
    for entry in entries:
        import_string(entry.task).call(*entry.args)


def reversed_(entries: Entries) -> Entries:
    return entries[::-1]


def twice(entries: Entries) -> Entries:
    return [*entries, *entries]


def shuffled(entries: Entries) -> Entries:
    return random.Random(7).sample(twice(entries), 2 * len(entries))


def as_workers_do(_: Entries) -> Entries:
    return []


# The story's end for one of them, so that the comparison of two ends is one of something.
BOB: dict[str, object] = {
    "feed": [(3, True), (2, False), (0, True)],
    "activity": [
        ("approved", "private", None),
        ("follow", "alice", None),
        ("like", "alice", 2),
        ("mention", "alice", 0),
        ("mention", "private", 3),
    ],
    "unread": 5,
    "posts": [(1, 1), None, (1, 0), (1, 0)],
    "liked": [0, 3],
    "tagged": [2, 0],
    "followers": ["alice"],
    "following": ["alice", "private"],
    "cut": ["charlie"],
    "counts": (1, 1, 2),
}


@pytest.mark.parametrize("order", [reversed_, twice, shuffled])
def test_a_story_ends_the_same_however_its_tasks_are_run(
    order: Callable[[Entries], Entries], monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = []
    for ordered in (as_workers_do, order):
        put_in: Entries = []
        put = outbox.put

        def recorded(entry: outbox.Entry, put_in: Entries = put_in, put: Callable[[outbox.Entry], None] = put) -> None:
            put_in.append(entry)
            put(entry)

        scene = Scene()
        with monkeypatch.context() as recording:
            recording.setattr(outbox, "put", recorded)
            story(scene)
        run(ordered(put_in))
        run_tasks()
        run(ordered(put_in))
        run_tasks()
        ends.append(seen(scene))
        assert_all_agrees(member.id for member in scene.members.values())
    assert ends[1] == ends[0]
    assert ends[0]["bob"] == BOB
