from tintype.feed.queries import home
from tintype.graph.actions import follow
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def ids(member: Member) -> list[int]:
    return [entry.post_id for entry in home(member.id, None, 20).entries]


def test_a_follower_sees_a_post_and_a_stranger_does_not(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    assert ids(bob) == ids(charlie) == []
    post_id = make_post(alice.id)
    run_tasks()
    assert ids(alice) == ids(bob) == [post_id]
    assert ids(charlie) == []
