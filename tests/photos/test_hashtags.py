"""Hashtags themselves: found, counted, followed, shown on profiles, and what trends."""

import pytest

from tintype.accounts.actions import update_profile
from tintype.graph.actions import block
from tintype.graph.mutes.actions import mute
from tintype.lib.errors import NotFound, Refused
from tintype.photos.actions import comment, delete_post, like
from tintype.photos.hashtags import interests, names, trends, usage
from tintype.photos.hashtags.interests import (
    feature_tag,
    featured_tags,
    follow_tag,
    followed_tags,
    hashtag,
    interests_among,
    often_used,
    unfeature,
    unfeature_tag,
    unfollow_tag,
)
from tintype.photos.hashtags.names import hashtags_with
from tintype.photos.hashtags.trends import trending_posts, trending_tags
from tintype.photos.hashtags.usage import usage_of
from tintype.photos.models import Hashtag
from tintype.testing.member import Member, make_member, unique_name
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def forget_trends() -> None:
    trends.remembered.cache.drop(map(trends.remembered.key, ("tags", "posts:7", "posts:1")))


@pytest.fixture(autouse=True)
def _anew() -> None:
    forget_trends()


def test_a_hashtag_is_found_by_how_it_begins_once_a_public_post_has_it(alice: Member) -> None:
    stem = unique_name("tag")
    make_post(alice.id, f"#{stem}y #{stem.upper()}X #other{stem}")
    make_post(alice.id, f"#{stem}z", visibility="followers")
    run_tasks()
    assert hashtags_with(stem.upper(), 10) == [f"{stem}x", f"{stem}y"]
    assert hashtags_with(stem, 1, offset=1) == [f"{stem}y"]
    assert hashtags_with(f"%{stem}", 10) == []


def test_a_hashtag_that_was_used_just_now_is_not_written_again() -> None:
    tag = unique_name("tag")
    names.note_used([tag])
    first = Hashtag.objects.get(name=tag).last_used_at
    names.note_used([tag])
    assert Hashtag.objects.get(name=tag).last_used_at == first
    Hashtag.objects.filter(name=tag).update(last_used_at=first - names.NOTED_AGAIN_AFTER)
    names.note_used([tag, tag])
    assert Hashtag.objects.get(name=tag).last_used_at >= first


def test_words_of_a_private_account_are_found_once_it_is_public(alice: Member) -> None:
    update_profile(alice.id, name="", bio="", is_private=True)
    tag = unique_name("tag")
    make_post(alice.id, f"#{tag}")
    run_tasks()
    assert hashtags_with(tag, 10) == []
    update_profile(alice.id, name="", bio="", is_private=False)
    run_tasks()
    assert hashtags_with(tag, 10) == [tag]


def test_a_hashtag_that_many_posts_have_is_counted_roughly(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage, "LOOKED_AT", 2)
    monkeypatch.setattr(usage, "MOST_COUNTED", 3)
    tag = unique_name("tag")
    for posts in (1, 2, 3, 3):
        make_post(alice.id, f"#{tag}")
        usage.remembered.cache.drop([usage.remembered.key(tag)])
        assert usage_of([tag])[tag].posts == posts
    assert usage_of([tag])[tag].days[0].uses == 2


def test_uses_are_counted_by_day_and_person_without_private_accounts(alice: Member, bob: Member) -> None:
    tag, private = unique_name("tag"), make_member("private")
    for owner in (alice, alice, bob, private):
        make_post(owner.id, f"#{tag}")
    update_profile(private.id, name="", bio="", is_private=True)
    run_tasks()
    found = usage_of([tag, f"never{tag}"])
    today, *before = found[tag].days
    assert (today.uses, today.people, found[tag].posts) == (3, 2, 3)
    assert [day.starts for day in (today, *before)] == [today.starts - back * usage.DAY_SECONDS for back in range(7)]
    assert {(day.uses, day.people) for day in before} == {(0, 0)}
    assert (found[f"never{tag}"].posts, found[f"never{tag}"].days[0].uses) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "meant"), [("Sea", "sea"), ("#Sea", "sea"), (" ÄRMEL ", "ärmel"), ("2026sun", "2026sun")]
)
def test_a_hashtag_is_taken_with_and_without_its_mark(typed: str, meant: str) -> None:
    assert hashtag(typed) == meant


@pytest.mark.parametrize("typed", ["", "#", "two words", "12", "a-b", "x" * 51, "##a", "a#b", "\u200b"])
def test_what_is_no_hashtag_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        hashtag(typed)


def test_hashtags_are_followed_once_and_listed_last_first(alice: Member, bob: Member) -> None:
    for tag in ("sea", "sun", "sea"):
        follow_tag(alice.id, tag)
    assert list(followed_tags(alice.id, None, 10).items) == ["sun", "sea"]
    page = followed_tags(alice.id, None, 1)
    assert (list(page.items), list(followed_tags(alice.id, page.next, 1).items)) == (["sun"], ["sea"])
    assert interests_among(alice.id, ["sea", "rain"]) == ({"sea"}, set())
    assert interests_among(None, ["sea"]) == interests_among(bob.id, ["sea"]) == (set(), set())
    unfollow_tag(alice.id, "sun")
    unfollow_tag(alice.id, "sun")
    assert list(followed_tags(alice.id, None, 10).items) == ["sea"]


def test_there_is_a_limit_to_what_one_follows_and_features(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interests, "MOST_FOLLOWED_TAGS", 2)
    monkeypatch.setattr(interests, "MOST_FEATURED_TAGS", 2)
    for act in (follow_tag, feature_tag):
        for tag in ("a", "b", "b"):
            act(alice.id, tag)
        with pytest.raises(Refused):
            act(alice.id, "c")


def test_a_profile_shows_its_hashtags_with_the_number_of_posts(alice: Member, bob: Member, charlie: Member) -> None:
    make_post(alice.id, "#sea #sun")
    newest = make_post(alice.id, "#sea")
    make_post(alice.id, "#sea", visibility="followers")
    for tag in ("sea", "rain"):
        feature_tag(alice.id, tag)
    sea, rain = featured_tags(None, alice.person)
    assert [(one.name, one.posts) for one in (sea, rain)] == [("sea", 2), ("rain", 0)]
    assert sea.last_posted_at is not None
    assert rain.last_posted_at is None
    assert often_used(alice.id, 5) == ["sun"]
    with pytest.raises(NotFound):
        unfeature(bob.id, sea.id)
    unfeature(alice.id, sea.id)
    unfeature_tag(alice.id, "rain")
    assert featured_tags(alice.id, alice.person) == []
    feature_tag(alice.id, "sun")
    block(alice.id, charlie.id)
    assert featured_tags(charlie.id, alice.person) == []
    delete_post(alice.id, newest)


def test_what_is_liked_most_trends_first_for_those_who_may_see_it(alice: Member, bob: Member, charlie: Member) -> None:
    liked, talked, less_liked = (make_post(alice.id) for _ in range(3))
    likers = [make_member("liker") for _ in range(4)]
    for liker in likers:
        like(liker.id, liked)
    for liker in likers[:3]:
        comment(liker.id, talked, "Hi", "once")
        like(liker.id, less_liked)
    narrow = make_post(alice.id, visibility="followers")
    like(alice.id, narrow)
    found = [post.id for post in trending_posts(None, 200) if post.owner.id == alice.id]
    assert found == [talked, liked, less_liked]
    mute(bob.id, alice.id)
    block(alice.id, charlie.id)
    for viewer in (bob, charlie):
        assert not [post.id for post in trending_posts(viewer.id, 200) if post.owner.id == alice.id]
    assert trending_posts(None, 1) == trending_posts(None, 200)[:1]
    assert [post.id for post in trending_posts(None, 1, offset=1)] == [trending_posts(None, 2)[1].id]


def test_a_hashtag_trends_by_the_number_of_people_and_not_of_posts(alice: Member) -> None:
    many, few = unique_name("many"), unique_name("few")
    people = [make_member("author") for _ in range(3)]
    for person in people:
        make_post(person.id, f"#{many}")
    for _ in range(5):
        make_post(people[0].id, f"#{few}")
    private = make_member("private", is_private=True)
    make_post(private.id, f"#{unique_name('hidden')}")
    found = trending_tags(200)
    assert found.index(many) < found.index(few)
    assert not any(tag.startswith("hidden") for tag in found)
    assert trending_tags(1, offset=1) == found[1:2]


def test_trends_are_remembered(alice: Member) -> None:
    before = trending_tags(200)
    make_post(alice.id, f"#{unique_name('later')}")
    assert trending_tags(200) == before
