"""What is written down of the demo fits together."""

import pytest

from tintype.demo.cast import CAST, STILL_ASKING, VISITOR
from tintype.demo.pictures.gallery import SCENES, Shot
from tintype.demo.posts import POSTS, Planned
from tintype.lib.text import mentions_in
from tintype.photos.imaging.sniff import content_type

FOLLOWERS = {one.username: {other.username for other in CAST if one.username in other.follows} for one in CAST}
PRIVATE = {one.username for one in CAST if one.is_private}


def test_each_caption_is_used_once() -> None:
    assert len({post.caption for post in POSTS}) == len(POSTS)


def test_no_picture_is_shown_twice() -> None:
    shots = [shot for post in POSTS for shot in post.shots]
    assert len(set(shots)) == len(shots)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: f"{post.owner}-{post.hours_ago}")
def test_only_who_may_see_a_post_speaks_under_it(post: Planned) -> None:
    speakers = {author for author, _ in post.said}
    names = {one.username for one in CAST}
    assert speakers <= names
    if post.owner in PRIVATE or post.visibility == "followers":
        assert speakers <= (FOLLOWERS[post.owner] - STILL_ASKING) | {post.owner}
    for text in (post.caption, *(text for _, text in post.said)):
        assert set(mentions_in(text)) <= names


def test_the_visitor_follows_everybody() -> None:
    visitor = next(one for one in CAST if one.username == VISITOR)
    assert set(visitor.follows) == {one.username for one in CAST} - {VISITOR}


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_can_be_taken(scene: str) -> None:
    assert content_type(Shot(scene, 1, "tall").jpeg(96)) == "image/jpeg"
    assert SCENES[scene].alt.endswith(".")


def test_the_same_shot_is_the_same_picture() -> None:
    assert Shot("oranges", 3, "square").jpeg(96) == Shot("oranges", 3, "square").jpeg(96)
    assert Shot("oranges", 3, "square").jpeg(96) != Shot("oranges", 4, "square").jpeg(96)
