"""A draft becomes a post once and whole, or not at all with a sentence that says why."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.threads import together
from tintype.photos import actions
from tintype.photos.actions import publish_post
from tintype.photos.counts import counts
from tintype.photos.drafts import check_photos
from tintype.photos.errors import DraftRefused
from tintype.photos.limits import ALT_LENGTH, CAPTION_LENGTH, MOST_TAGS
from tintype.photos.models import Photo, Post
from tintype.photos.queries import posts_of, visible_post
from tintype.photos.records import Draft
from tintype.photos.timelines import tagged
from tintype.sharding.scope import action_of, on_shard_of
from tintype.testing.member import Member
from tintype.testing.posts import make_photo, make_post
from tintype.testing.tasks import run_tasks


def draft(*photo_ids: int, caption: str = "", visibility: str = "public") -> Draft:
    return Draft(list(photo_ids), [], caption, visibility, uuid4().hex)


def refusal(member: Member, of: Draft) -> tuple[str, str]:
    with pytest.raises(DraftRefused) as refused:
        publish_post(member.id, of)
    assert counts(member.id).posts == 0
    return refused.value.field, str(refused.value)


def test_a_post_has_its_photos_in_order_with_their_descriptions(alice: Member) -> None:
    photos = [make_photo(alice.id) for _ in range(10)]
    order = photos[5:] + photos[:5]
    made = Draft(order, [" first ", "", "third"], "  Hello\r\nworld \0", "followers", uuid4().hex)
    post = visible_post(alice.id, publish_post(alice.id, made))
    assert post
    assert [photo.id for photo in post.photos] == order
    assert [photo.alt for photo in post.photos] == ["first", "", "third", *[""] * 7]
    assert (post.caption, post.visibility, post.like_count, post.comment_count) == ("Hello\nworld", "followers", 0, 0)
    assert post.owner == alice.person
    assert {file.name for photo in post.photos for file in photo.renditions} >= {"150.jpg", "150.webp"}


def test_the_same_form_sent_again_makes_one_post(alice: Member) -> None:
    form = draft(make_photo(alice.id))
    assert publish_post(alice.id, form) == publish_post(alice.id, form)
    assert publish_post(alice.id, replace(form, caption="changed")) == publish_post(alice.id, form)
    assert counts(alice.id).posts == 1


@pytest.mark.parametrize("photos", [1, 3])
def test_the_same_form_sent_twice_at_once_makes_one_post(alice: Member, photos: int) -> None:
    form = draft(*(make_photo(alice.id) for _ in range(photos)))
    made = together([lambda: publish_post(alice.id, form)] * 4)
    assert len(set(made)) == 1
    assert [post.id for post in posts_of(None, alice.person, None, 10).items] == made[:1]
    run_tasks()
    assert counts(alice.id).posts == 1


def test_two_forms_with_the_same_photo_at_once_make_one_post(alice: Member) -> None:
    photo_id = make_photo(alice.id)

    def publish() -> str:
        try:
            return str(publish_post(alice.id, draft(photo_id)))
        except DraftRefused as refused:
            return refused.field

    assert sorted(together([publish] * 3))[1:] == ["photos", "photos"]
    assert counts(alice.id).posts == 1


def test_one_key_with_other_photos_at_the_same_time_makes_one_post(
    alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one commits while this one is between its look and its insert."""
    form = draft(make_photo(alice.id))
    other = replace(form, photo_ids=[make_photo(alice.id)])
    made: list[int] = []

    def interrupted(*arguments: object, may_wait: bool) -> None:
        monkeypatch.undo()
        made.extend(together([lambda: publish_post(alice.id, other)]))
        check_photos(*arguments, may_wait=may_wait)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "check_photos", interrupted)
    assert [publish_post(alice.id, form)] == made
    assert counts(alice.id).posts == 1


def test_two_people_may_send_the_same_key(alice: Member, bob: Member) -> None:
    form = draft(make_photo(alice.id))
    first = publish_post(alice.id, form)
    second = publish_post(bob.id, replace(form, photo_ids=[make_photo(bob.id)]))
    assert first != second


def test_somebody_elses_photo_cannot_be_posted(alice: Member, bob: Member) -> None:
    theirs = make_photo(alice.id)
    expected = ("photos", "One of the photos is gone. Please add it again.")
    assert refusal(bob, draft(make_photo(bob.id), theirs)) == expected
    assert refusal(bob, draft(1)) == refusal(bob, draft(2**63 - 1)) == expected
    assert publish_post(alice.id, draft(theirs))


def test_a_photo_is_in_one_post_only(alice: Member, bob: Member) -> None:
    post_id = make_post(alice.id)
    post = visible_post(alice.id, post_id)
    assert post
    with pytest.raises(DraftRefused, match="in another post already"):
        publish_post(alice.id, draft(post.photos[0].id))
    assert visible_post(alice.id, post_id) == post


@pytest.mark.parametrize(
    ("state", "reason", "message"),
    [
        ("awaiting", "", "One of the photos is not ready yet. Please wait a moment."),
        ("uploaded", "", "One of the photos is not ready yet. Please wait a moment."),
        ("refused", "This file is damaged.", "This file is damaged."),
    ],
)
def test_a_photo_that_is_not_ready_cannot_be_posted(alice: Member, state: str, reason: str, message: str) -> None:
    good, bad = make_photo(alice.id), make_photo(alice.id)
    with action_of(alice.id):
        Photo.objects.filter(id=bad).update(state=state, reason=reason)
    assert refusal(alice, draft(good, bad)) == ("photos", message)
    with on_shard_of(alice.id):
        assert Photo.objects.get(id=good).post_id is None


def test_what_does_not_fit_is_refused_before_anything_is_written(alice: Member) -> None:
    photo_id = make_photo(alice.id)
    many = [make_photo(alice.id) for _ in range(11)]
    tags = " ".join(f"#tag{number}x" for number in range(MOST_TAGS + 1))
    form = draft(photo_id)
    assert {
        "no photos": refusal(alice, draft()),
        "11 photos": refusal(alice, draft(*many)),
        "one twice": refusal(alice, draft(photo_id, photo_id)),
        "long caption": refusal(alice, draft(photo_id, caption="é" * (CAPTION_LENGTH + 1))),
        "many tags": refusal(alice, draft(photo_id, caption=tags)),
        "long alt": refusal(alice, replace(form, alts=["x" * (ALT_LENGTH + 1)])),
        "for whom": refusal(alice, replace(form, visibility="friends")),
    } == {
        "no photos": ("photos", "Add at least one photo."),
        "11 photos": ("photos", "A post has up to 10 photos, each once."),
        "one twice": ("photos", "A post has up to 10 photos, each once."),
        "long caption": ("caption", "The caption has 2,201 characters; 2,200 fit."),
        "many tags": ("caption", "A caption has up to 30 different hashtags."),
        "long alt": ("alts", "A description has up to 1,500 characters."),
        "for whom": ("visibility", "Choose who may see the post: everyone or followers."),
    }


@pytest.mark.parametrize("character", ["x", "é", "字", "👩", "\u202e", "<"])
def test_the_longest_caption_fits_in_any_script(alice: Member, character: str) -> None:
    caption = "a" + character * (CAPTION_LENGTH - 1)
    post = visible_post(None, publish_post(alice.id, draft(make_photo(alice.id), caption=caption)))
    assert post
    assert post.caption == caption


def test_a_caption_of_a_megabyte_is_refused_quickly_with_its_length(alice: Member) -> None:
    form = draft(make_photo(alice.id), caption="#a " * 350_000)
    assert refusal(alice, form) == ("caption", "The caption has 1,049,999 characters; 2,200 fit.")


def test_tags_that_grow_when_folded_do_not_park_their_task(alice: Member) -> None:
    long, short = "ß" * 50, "ß" * 25
    post_id = make_post(alice.id, f"#{long} #{short} #ΑΒΓ")
    run_tasks()
    for tag in (short, "ss" * 25, "SS" * 25, "αβγ"):
        assert [post.id for post in tagged(None, tag, None, 10).items if post.id == post_id] == [post_id]
    assert list(tagged(None, long, None, 10).items) == []


def test_a_post_stands_on_its_owners_shard_alone(alice: Member) -> None:
    post_id = make_post(alice.id)
    with on_shard_of(alice.id):
        assert Post.objects.get(id=post_id).owner_id == alice.id
