"""Numbers and lists that do not agree with the truth, made by hand on the right shard."""

from dataclasses import dataclass

import pytest

from tests.deep.looking import assert_mended, said, sql
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow
from tintype.graph.lists.actions import add_to_list, make_list
from tintype.graph.lists.queries import list_members
from tintype.photos.actions import comment, like
from tintype.photos.comment_likes import like_comment
from tintype.photos.hashtags.names import note_used
from tintype.photos.models import Hashtag
from tintype.photos.tags import shard_of_tag
from tintype.sharding.scope import shard_of, shard_of_id
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


@dataclass(frozen=True)
class Scene:
    """Bob follows Alice, likes her post and says something; Charlie is blocked."""

    alice: int
    bob: int
    charlie: int
    post: int

    @property
    def ids(self) -> tuple[int, ...]:
        return self.alice, self.bob, self.charlie, self.post


@pytest.fixture
def scene(alice: Member, bob: Member, charlie: Member) -> Scene:
    follow(bob.id, alice.id)
    block(alice.id, charlie.id)
    post = make_post(alice.id, "two herons #lake")
    like(bob.id, post)
    comment(bob.id, post, "beautiful", "once")
    run_tasks()
    return Scene(alice.id, bob.id, charlie.id, post)


def test_what_was_done_by_the_doors_agrees(scene: Scene) -> None:
    assert said(*scene.ids) == []


def test_a_wrong_number_of_followers_is_counted_anew(scene: Scene) -> None:
    sql(shard_of(scene.alice), "UPDATE graph_followercount SET followers = 7 WHERE account_id = %s", scene.alice)
    assert_mended(scene.ids, f"The number of followers of account {scene.alice} is off by +6.")


def test_a_lost_number_of_followers_is_counted_anew(scene: Scene) -> None:
    sql(shard_of(scene.alice), "DELETE FROM graph_followercount WHERE account_id = %s", scene.alice)
    assert_mended(scene.ids, f"The number of followers of account {scene.alice} is off by -1.")


def test_a_follow_that_the_follower_does_not_know_of_comes_into_their_list(scene: Scene) -> None:
    made = sql(shard_of(scene.bob), "DELETE FROM graph_following WHERE follower_id = %s RETURNING made_id", scene.bob)
    said_so = f"Account {scene.bob} follows account {scene.alice} (follow {made}), but its own list does not say so."
    assert_mended(scene.ids, said_so)


def test_a_follow_that_is_gone_leaves_the_list_of_the_follower(scene: Scene) -> None:
    made = sql(shard_of(scene.alice), "DELETE FROM graph_follow WHERE followee_id = %s RETURNING made_id", scene.alice)
    assert_mended(
        scene.ids,
        f"The number of followers of account {scene.alice} is off by +1.",
        f"The list of account {scene.bob} says that it follows account {scene.alice} (follow {made}), but it does not.",
    )


def test_a_list_with_an_earlier_follow_of_the_same_person_gets_the_one_that_stands(scene: Scene) -> None:
    made = sql(shard_of(scene.bob), "SELECT made_id FROM graph_following WHERE follower_id = %s", scene.bob)
    sql(shard_of(scene.bob), "UPDATE graph_following SET made_id = %s WHERE follower_id = %s", made - 1024, scene.bob)
    said_so = f"Account {scene.bob} follows account {scene.alice} (follow {made}), but its own list does not say so."
    assert_mended(scene.ids, f"{said_so} It has {made - 1024} instead.")


def test_a_block_that_the_blocked_person_s_list_lacks_comes_into_it(scene: Scene) -> None:
    sql(shard_of(scene.charlie), "DELETE FROM graph_blockedby WHERE blocked_id = %s", scene.charlie)
    said_so = f"Account {scene.alice} blocks account {scene.charlie}, but the list of account {scene.charlie}"
    assert_mended(scene.ids, f"{said_so} does not say so.")


def test_a_block_that_is_gone_leaves_the_blocked_person_s_list(scene: Scene) -> None:
    sql(shard_of(scene.alice), "DELETE FROM graph_block WHERE blocker_id = %s", scene.alice)
    said_so = f"The list of account {scene.charlie} says that account {scene.alice} blocks it, but it does not."
    assert_mended(scene.ids, said_so)


@pytest.mark.parametrize("is_blocker", [True, False])
def test_a_follow_across_a_block_is_ended(scene: Scene, *, is_blocker: bool) -> None:
    follower, followee = (scene.alice, scene.charlie) if is_blocker else (scene.charlie, scene.alice)
    shard = shard_of(followee)
    made = sql(
        shard,
        "INSERT INTO graph_follow (followee_id, follower_id, made_id, state)"
        " VALUES (%s, %s, next_id(%s), 'requested') RETURNING made_id",
        *(followee, follower, shard),
    )
    said_so = f"Account {follower} follows account {followee} (follow {made}) across a block of account {scene.alice}."
    assert_mended(scene.ids, said_so)


def test_somebody_in_a_list_whom_its_owner_does_not_follow_leaves_it(scene: Scene) -> None:
    made = make_list(scene.bob, "birds")
    add_to_list(scene.bob, made.id, [scene.alice])
    shard = shard_of(scene.bob)
    sql(shard, "UPDATE graph_listmember SET account_id = %s WHERE people_list_id = %s", scene.charlie, made.id)
    said_so = (
        f"Account {scene.charlie} is in list {made.id} of account {scene.bob}, whose own list of follows lacks it."
    )
    assert_mended(scene.ids, said_so)
    assert list_members(scene.bob, made.id, None, 10).items == []


def test_wrong_numbers_of_likes_and_comments_are_counted_anew(scene: Scene) -> None:
    shard = shard_of_id(scene.post)
    sql(shard, "UPDATE photos_post SET like_count = 5, comment_count = 0 WHERE id = %s", scene.post)
    assert_mended(
        scene.ids,
        f"The number of likes of post {scene.post} is off by +4.",
        f"The number of comments of post {scene.post} is off by -1.",
    )


def test_a_like_that_the_liker_s_list_lacks_comes_into_it(scene: Scene) -> None:
    made = sql(shard_of(scene.bob), "DELETE FROM photos_liked WHERE account_id = %s RETURNING made_id", scene.bob)
    said_so = f"Account {scene.bob} likes post {scene.post} (like {made}), but its own list does not say so."
    assert_mended(scene.ids, said_so)


def test_a_like_that_is_gone_leaves_the_liker_s_list(scene: Scene) -> None:
    shard = shard_of_id(scene.post)
    made = sql(shard, "DELETE FROM photos_like WHERE post_id = %s RETURNING made_id", scene.post)
    assert_mended(
        scene.ids,
        f"The number of likes of post {scene.post} is off by +1.",
        f"The list of account {scene.bob} says that it likes post {scene.post} (like {made}), but it does not.",
    )


def test_a_list_with_an_earlier_like_of_the_same_post_gets_the_one_that_stands(scene: Scene) -> None:
    made = sql(shard_of(scene.bob), "SELECT made_id FROM photos_liked WHERE account_id = %s", scene.bob)
    sql(shard_of(scene.bob), "UPDATE photos_liked SET made_id = %s WHERE account_id = %s", made - 1024, scene.bob)
    said_so = f"Account {scene.bob} likes post {scene.post} (like {made}), but its own list does not say so."
    assert_mended(scene.ids, f"{said_so} It has {made - 1024} instead.")


def test_a_post_that_does_not_stand_under_its_hashtag_comes_there(scene: Scene) -> None:
    shard = shard_of_tag("lake")
    sql(shard, "DELETE FROM photos_tagentry WHERE post_id = %s", scene.post)
    said_so = f"Post {scene.post} has the hashtag #lake, but does not stand under it (shard {shard})."
    assert_mended(scene.ids, said_so)


def test_a_post_under_a_hashtag_that_it_does_not_have_goes(scene: Scene) -> None:
    shard = shard_of_tag("sea")
    note_used(["sea"])  # else the search for hashtags would lack it too
    sql(shard, "INSERT INTO photos_tagentry (shard, tag, post_id) VALUES (%s, 'sea', %s)", shard, scene.post)
    said_so = f"Post {scene.post} stands under #sea (shard {shard}), but no such public post has this hashtag."
    assert_mended(scene.ids, said_so)


def test_a_post_under_its_hashtag_in_the_wrong_place_goes_from_there(scene: Scene) -> None:
    shard = (shard_of_tag("lake") + 1) % 8192
    sql(shard, "INSERT INTO photos_tagentry (shard, tag, post_id) VALUES (%s, 'lake', %s)", shard, scene.post)
    said_so = f"Post {scene.post} stands under #lake (shard {shard}), but no such public post has this hashtag."
    assert_mended(scene.ids, said_so)


def test_a_hashtag_that_a_search_does_not_find_is_found_again(scene: Scene) -> None:
    tag = f"lake{scene.post}"
    post = make_post(scene.alice, f"#{tag}")
    run_tasks()
    Hashtag.objects.filter(name=tag).delete()
    assert_mended((post,), f"Post {post} stands under #{tag}, but a search does not find it.")
    assert Hashtag.objects.filter(name=tag).exists()


def test_a_hashtag_of_a_private_account_is_not_looked_for_in_the_search(scene: Scene) -> None:
    update_profile(scene.alice, name="", bio="", is_private=True)
    post = make_post(scene.alice, f"#secret{scene.post}")
    assert said(post) == []


def test_a_wrong_number_of_likes_of_a_comment_is_counted_anew(scene: Scene) -> None:
    said_id = comment(scene.alice, scene.post, "thanks", "thanks").id
    like_comment(scene.bob, said_id)
    sql(shard_of_id(said_id), "UPDATE photos_comment SET like_count = 3 WHERE id = %s", said_id)
    assert_mended((said_id,), f"The number of likes of comment {said_id} is off by +2.")
