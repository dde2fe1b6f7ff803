"""Direct posts in the lists of all who take part, and of nobody else."""

from uuid import uuid4

import pytest

from tintype.lib.errors import NotFound
from tintype.notify.conversations.actions import keep_in_lists, put_away, set_read
from tintype.notify.conversations.queries import between_two, conversation, conversations
from tintype.notify.models import Conversation
from tintype.photos.actions import comment, delete_comment, delete_post
from tintype.photos.edits import edit_post
from tintype.photos.records import Change
from tintype.sharding.scope import on_shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

Line = tuple[int, int, bool]


def listed(member: Member) -> list[Line]:
    """(post, the last that was said, whether it is unread), newest first."""
    return [(one.post_id, one.last_id, one.is_unread) for one in conversations(member.id, None, 10).items]


def say(member: Member, post_id: int) -> int:
    made = comment(member.id, post_id, "Hello", uuid4().hex).id
    run_tasks()
    return made


def write(member: Member, *to: Member) -> int:
    post_id = make_post(member.id, " ".join(f"@{one.username}" for one in to), visibility="direct")
    run_tasks()
    return post_id


def test_a_direct_post_stands_with_its_owner_and_whom_it_names(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = write(alice, bob)
    assert listed(alice) == [(post_id, post_id, False)]
    assert listed(bob) == [(post_id, post_id, True)]
    assert listed(charlie) == []
    assert [person.id for person in conversation(bob.id, post_id).people] == [alice.id]
    make_post(alice.id, f"@{bob.username}")
    run_tasks()
    assert len(listed(alice)) == len(listed(bob)) == 1


def test_what_is_said_last_comes_first_and_is_unread_for_others(alice: Member, bob: Member, charlie: Member) -> None:
    first, second = write(alice, bob, charlie), write(alice, bob)
    set_read(bob.id, first)
    said = say(charlie, first)
    assert listed(alice) == [*listed(bob)[:1], (second, second, False)]
    assert listed(bob) == [(first, said, True), (second, second, True)]
    assert listed(charlie) == [(first, said, False)]
    delete_comment(charlie.id, first, said)
    run_tasks()
    assert listed(alice) == [(second, second, False), (first, first, True)]


def test_what_is_put_away_comes_back_with_the_next_word(alice: Member, bob: Member) -> None:
    post_id = write(alice, bob)
    put_away(bob.id, post_id)
    keep_in_lists(post_id)
    assert (listed(bob), between_two(bob.id, alice.id)) == ([], [])
    for again in (put_away, set_read, conversation):
        with pytest.raises(NotFound):
            again(bob.id, post_id)
    assert listed(alice) == [(post_id, post_id, False)]
    said = say(alice, post_id)
    assert listed(bob) == [(post_id, said, True)]


def test_a_deleted_post_leaves_every_list(alice: Member, bob: Member) -> None:
    post_id = write(alice, bob)
    put_away(bob.id, post_id)
    delete_post(alice.id, post_id)
    run_tasks()
    for member in (alice, bob):
        with on_shard_of(member.id):
            assert not Conversation.objects.filter(account_id=member.id).exists()


def test_whom_an_edited_post_names_no_more_has_it_no_more(alice: Member, bob: Member, charlie: Member) -> None:
    post_id = write(alice, bob)
    edit_post(alice.id, post_id, Change(caption=f"@{charlie.username}"))
    run_tasks()
    assert (listed(bob), listed(charlie)) == ([], [(post_id, post_id, True)])
    assert [person.id for person in conversation(alice.id, post_id).people] == [charlie.id]


def test_a_note_to_oneself_and_a_talk_of_three_are_not_between_two(alice: Member, bob: Member, charlie: Member) -> None:
    write(alice)
    write(alice, bob, charlie)
    posts = [write(alice, bob), write(bob, alice)]
    say(alice, posts[0])
    assert between_two(alice.id, bob.id) == between_two(bob.id, alice.id) == posts
    assert between_two(alice.id, charlie.id) == []
