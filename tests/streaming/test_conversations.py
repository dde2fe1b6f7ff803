"""Direct posts, told to those who take part and to nobody else."""

from tests.streaming.served import Served
from tests.streaming.test_seen import listening, nothing_more
from tintype.graph.actions import follow
from tintype.lib.announce import direct, publish
from tintype.photos.actions import comment
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def test_each_word_is_told_to_those_who_take_part(served: Served, alice: Member, bob: Member, charlie: Member) -> None:
    follow(charlie.id, alice.id)
    run_tasks()
    his = listening(served, bob, "direct", "public")
    theirs = listening(served, charlie, "user", "direct", "public")
    post = make_post(alice.id, f"@{bob.username} look", visibility="direct")
    run_tasks()
    frame = his.next()
    assert (frame["stream"], frame["event"]) == (["direct"], "conversation")
    assert (frame["payload"]["id"], frame["payload"]["unread"]) == (str(post), True)
    said = comment(alice.id, post, "do look", "key")
    run_tasks()
    assert his.next()["payload"]["last_status"]["id"] == str(said.id)
    publish([direct(charlie.id)], "conversation", post)
    assert nothing_more(his, theirs)
