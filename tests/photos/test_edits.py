"""Changing posts and comments: once, whole, with every former version kept."""

from uuid import uuid4

import pytest

from tintype.graph.actions import follow, unfollow
from tintype.lib.errors import NotFound
from tintype.notify.queries import activity
from tintype.photos.actions import comment, delete_comment, delete_post
from tintype.photos.edits import edit_comment, edit_post
from tintype.photos.errors import CommentRefused, DraftRefused
from tintype.photos.history import history
from tintype.photos.models import Edit, Photo
from tintype.photos.queries import visible_post
from tintype.photos.records import Change, PostRecord, Version
from tintype.photos.threads import visible_comment
from tintype.photos.timelines import tagged
from tintype.sharding.scope import on_shard_of_id
from tintype.testing.member import Member, unique_name
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks


def seen(post_id: int) -> PostRecord:
    post = visible_post(None, post_id)
    assert post
    return post


def versions(post_id: int) -> list[Version]:
    return history(seen(post_id))


def edits(*ids: int) -> int:
    with on_shard_of_id(ids[0]):
        return Edit.objects.filter(status_id__in=ids).count()


def told(member: Member) -> list[str]:
    return [note.kind for note in activity(member.id, None, 10).items]


def test_a_post_that_is_changed_shows_so_and_keeps_how_it_was(alice: Member) -> None:
    post_id = make_post(alice.id, "before")
    first = seen(post_id)
    edit_post(alice.id, post_id, Change(caption=" after ", spoiler="wet", language="en"))
    post = seen(post_id)
    assert (post.caption, post.spoiler, post.is_sensitive, post.language) == ("after", "wet", True, "en")
    assert post.edited_at
    assert [(version.text, version.written_at) for version in versions(post_id)] == [
        ("before", first.created_at),
        ("after", post.edited_at),
    ]


def test_what_is_the_same_as_before_is_no_change(alice: Member) -> None:
    post_id = make_post(alice.id, "as it is")
    post = seen(post_id)
    edit_post(
        alice.id,
        post_id,
        Change(caption="as it is", photo_ids=[post.photos[0].id], alts={post.photos[0].id: "photo 1"}),
    )
    assert seen(post_id) == post
    assert len(versions(post_id)) == 1


def test_photos_are_described_anew_reordered_taken_out_and_added(alice: Member) -> None:
    post_id = make_post(alice.id, photos=2)
    one, two = (photo.id for photo in seen(post_id).photos)
    new = make_photo(alice.id)
    edit_post(alice.id, post_id, Change(photo_ids=[new, one], alts={one: "described"}, focuses={one: (0.5, -1)}))
    assert [(photo.id, photo.alt, photo.focus) for photo in seen(post_id).photos] == [
        (new, "", (0, 0)),
        (one, "described", (0.5, -1)),
    ]
    with on_shard_of_id(two):
        assert Photo.objects.get(id=two).post_id is None
    was, now = versions(post_id)
    assert [(photo.id, photo.alt) for photo in was.photos] == [(one, "photo 1"), (two, "photo 2")]
    assert [photo.id for photo in now.photos] == [new, one]
    # What went into another post is that one's to show.
    other = make_post(alice.id, visibility="followers")
    edit_post(alice.id, other, Change(photo_ids=[two]))
    assert [photo.id for photo in versions(post_id)[0].photos] == [one]


def test_hashtags_follow_the_caption(alice: Member) -> None:
    old, kept, new = (unique_name(stem) for stem in ("old", "kept", "new"))
    post_id = make_post(alice.id, f"#{old} #{kept}")
    run_tasks()
    edit_post(alice.id, post_id, Change(caption=f"#{kept} #{new}"))
    run_tasks()
    under = [[post.id for post in tagged(None, tag, None, 10).items] for tag in (old, kept, new)]
    assert under == [[], [post_id], [post_id]]


def test_whoever_is_named_by_the_change_is_told(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id, "a boat")
    edit_post(alice.id, post_id, Change(caption=f"a boat of @{bob.username}"))
    run_tasks()
    assert told(bob) == ["mention"]


def test_nobody_else_changes_a_post(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id, "mine")
    for member, changed in ((bob, post_id), (alice, 1), (alice, 2**63 - 1)):
        with pytest.raises(NotFound):
            edit_post(member.id, changed, Change(caption="yours"))
    assert seen(post_id).caption == "mine"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(caption="x" * 2201), "caption"),
        (Change(spoiler="x" * 201), "spoiler"),
        (Change(photo_ids=[]), "photos"),
        (Change(photo_ids=[1]), "photos"),
    ],
)
def test_what_does_not_fit_changes_nothing(alice: Member, change: Change, field: str) -> None:
    post_id = make_post(alice.id, "as it is")
    with pytest.raises(DraftRefused) as refused:
        edit_post(alice.id, post_id, change)
    assert refused.value.field == field
    assert (seen(post_id).caption, len(seen(post_id).photos), edits(post_id)) == ("as it is", 1, 0)


def test_somebody_elses_photo_cannot_be_added(alice: Member, bob: Member) -> None:
    post_id, theirs = make_post(alice.id), make_photo(bob.id)
    with pytest.raises(DraftRefused, match="gone"):
        edit_post(alice.id, post_id, Change(photo_ids=[theirs]))


def test_a_comment_is_changed_by_its_author_alone(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    comment_id = comment(bob.id, post_id, "before", uuid4().hex).id
    with pytest.raises(NotFound):
        edit_comment(alice.id, comment_id, "hers")
    with pytest.raises(CommentRefused):
        edit_comment(bob.id, comment_id, "  ")
    edit_comment(bob.id, comment_id, "after")
    edit_comment(bob.id, comment_id, "after")
    _, changed = visible_comment(None, comment_id)
    assert changed.edited_at
    assert [version.text for version in history(changed)] == ["before", "after"]


def test_whoever_lost_sight_of_a_post_changes_nothing_under_it(alice: Member, bob: Member) -> None:
    follow(bob.id, alice.id)
    post_id = make_post(alice.id, visibility="followers")
    comment_id = comment(bob.id, post_id, "before", uuid4().hex).id
    unfollow(bob.id, alice.id)
    with pytest.raises(NotFound):
        edit_comment(bob.id, comment_id, "after")


def test_whoever_any_version_of_a_comment_named_is_told_no_more_once_it_is_deleted(
    alice: Member, bob: Member, charlie: Member
) -> None:
    post_id = make_post(alice.id)
    comment_id = comment(alice.id, post_id, f"@{bob.username}", uuid4().hex).id
    run_tasks()
    edit_comment(alice.id, comment_id, f"@{charlie.username}")
    run_tasks()
    assert (told(bob), told(charlie)) == (["mention"], ["mention"])
    delete_comment(alice.id, post_id, comment_id)
    run_tasks()
    assert (told(bob), told(charlie), edits(comment_id)) == ([], [], 0)


def test_former_versions_go_with_the_post(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id, "one")
    comment_id = comment(bob.id, post_id, "one", uuid4().hex).id
    edit_post(alice.id, post_id, Change(caption="two"))
    edit_comment(bob.id, comment_id, "two")
    assert edits(post_id, comment_id) == 2
    delete_post(alice.id, post_id)
    assert edits(post_id, comment_id) == 0
