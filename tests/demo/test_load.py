"""The demo on a small scale: four people, four posts, small pictures, through the real doors."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from tintype.accounts.queries import people_by_username
from tintype.accounts.records import Person
from tintype.demo.cast import CAST, VISITOR
from tintype.demo.load import Community, load, others_have_posted
from tintype.demo.management.commands import load_demo
from tintype.demo.posts import POSTS
from tintype.feed.queries import home
from tintype.graph.queries import relation
from tintype.notify.queries import activity, unread_count
from tintype.photos.queries import posts_of, visible_posts
from tintype.photos.timelines import tagged
from tintype.sharding.ids import made_at
from tintype.testing.member import Member
from tintype.testing.posts import make_post

NAMES = {VISITOR, "mira_s", "lena_b", "noor_h"}
PASSWORD = "as good as any"
CAST_OF_FOUR = [one for one in CAST if one.username in NAMES]
FEW = [next(post for post in POSTS if post.owner == name) for name in sorted(NAMES)]
FEW.sort(key=lambda post: post.hours_ago)


@pytest.fixture(scope="module")
def everyone(databases: None) -> dict[str, Person]:
    """Loaded in two goes, as after a call that was cut off."""
    for posts in (FEW[2:], FEW):
        load(Community(CAST_OF_FOUR, posts, long_edge=120), PASSWORD, lambda _line: None)
    return people_by_username(NAMES)


def test_home_shows_everybodys_posts_newest_first(everyone: dict[str, Person]) -> None:
    visitor = everyone[VISITOR].id
    entries = home(visitor, None, 20).entries
    posts = visible_posts(visitor, [entry.post_id for entry in entries])
    assert [posts[entry.post_id].caption for entry in entries] == [post.caption for post in FEW]


def test_a_post_is_as_old_as_the_story_says(everyone: dict[str, Person]) -> None:
    entries = home(everyone[VISITOR].id, None, 20).entries
    for entry, planned in zip(entries, FEW, strict=True):
        off = timezone.now() - timedelta(hours=planned.hours_ago) - made_at(entry.post_id)
        assert abs(off) < timedelta(minutes=3)


def test_photos_are_described(everyone: dict[str, Person]) -> None:
    (post,) = posts_of(None, everyone["mira_s"], None, 20).items
    assert [photo.alt for photo in post.photos] == ["Mountain ridges fading into haze, at dusk."]


def test_people_have_names_and_pictures_and_one_is_private(everyone: dict[str, Person]) -> None:
    assert {person.username for person in everyone.values() if person.is_private} == {"noor_h"}
    assert all(person.name and person.bio and person.avatar_key for person in everyone.values())


def test_the_private_one_has_let_some_in_and_one_still_asks(everyone: dict[str, Person]) -> None:
    noor = everyone["noor_h"].id
    assert relation(everyone[VISITOR].id, noor).is_following
    assert relation(everyone["lena_b"].id, noor).is_requested


def test_the_visitor_has_been_told_and_has_seen_some_of_it(everyone: dict[str, Person]) -> None:
    visitor = everyone[VISITOR].id
    told = activity(visitor, None, 50).items
    assert {"follow", "comment", "approved"} <= {note.kind for note in told}
    assert 0 < unread_count(visitor) < len(told)


def test_public_posts_stand_under_their_tags(everyone: dict[str, Person]) -> None:
    assert [post.owner.username for post in tagged(None, "mountains", None, 20).items] == ["mira_s"]


def test_the_password_opens_the_door(everyone: dict[str, Person]) -> None:
    assert authenticate(None, username=VISITOR, password=PASSWORD) is not None


def test_a_second_call_changes_nothing(everyone: dict[str, Person]) -> None:
    before = home(everyone[VISITOR].id, None, 20)
    said = io.StringIO()
    call_command("load_demo", "--password", "another one", stdout=said)
    assert said.getvalue() == f"The demo community is there already (sign in as {VISITOR}).\n"
    assert home(everyone[VISITOR].id, None, 20) == before
    assert authenticate(None, username=VISITOR, password=PASSWORD) is not None


def test_a_site_that_is_in_use_is_left_alone(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    make_post(alice.id)
    monkeypatch.setattr(load_demo, "is_loaded", lambda: False)
    with pytest.raises(CommandError, match="Other people have posted here"):
        call_command("load_demo")


def test_the_demos_own_posts_are_nobody_elses(alice: Member, bob: Member) -> None:
    make_post(alice.id)
    assert others_have_posted([bob.id])
