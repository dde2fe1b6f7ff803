"""Telling people. Each task asks for the truth first, so it may run late, twice or out of order."""

from django_tasks import task

from tintype.accounts.queries import people_by_username
from tintype.graph.queries import cut_from, loud_follower_ids, relation
from tintype.lib.text import mentions_in
from tintype.notify.actions import tell, untell, untell_everybody
from tintype.notify.conversations.actions import keep_in_lists
from tintype.notify.models import Kind
from tintype.photos.comment_likes import liked_comments_among
from tintype.photos.direct import talk_of
from tintype.photos.limits import Visibility
from tintype.photos.owners.queries import owner_of
from tintype.photos.queries import is_liked, standing_comment, visible_post
from tintype.photos.records import CommentRecord
from tintype.photos.shares.queries import is_shared
from tintype.sharding.scope import action_of

# A second of work or two; the next batch is a new task.
LOUD_BATCH = 200


@task(queue_name="soon")
def tell_of_like(post_id: int, account_id: int) -> None:
    owner_id = owner_of(post_id)
    if owner_id is not None:
        stands = is_liked(account_id, post_id)
        (tell if stands else untell)(owner_id, Kind.LIKE, account_id, post_id=post_id)


@task(queue_name="soon")
def tell_of_share(post_id: int, account_id: int) -> None:
    owner_id = owner_of(post_id)
    if owner_id is not None:
        stands = is_shared(account_id, post_id)
        (tell if stands else untell)(owner_id, Kind.SHARE, account_id, post_id=post_id)


@task(queue_name="soon")
def tell_of_comment(post_id: int, comment_id: int) -> None:
    """The owner of the post, whoever wrote what it answers, and the people whom it mentions: each once.

    None of them once it is deleted, nor its author of the likes that it had.
    """
    said, owner_id = standing_comment(post_id, comment_id), owner_of(post_id)
    if said is None or owner_id is None:
        untell_everybody(post_id, comment_id)
    else:
        _tell_of(said, owner_id)
    if talk_of(post_id):
        keep_in_lists(post_id)


def _tell_of(said: CommentRecord, owner_id: int) -> None:
    author_id = said.author.id
    about = {"post_id": said.post_id, "comment_id": said.id}
    tell(owner_id, Kind.COMMENT, author_id, **about, text=said.text)
    answered = {said.parent_author_id} - {0, owner_id}
    mentioned = {account_id: Kind.MENTION for account_id in _mentioned(said.text) if account_id != owner_id}
    for account_id, kind in (mentioned | dict.fromkeys(answered, Kind.COMMENT)).items():
        if _may_be_told(account_id, author_id, said.post_id):
            tell(account_id, kind, author_id, **about, text=said.text)


@task(queue_name="soon")
def tell_of_comment_like(post_id: int, comment_id: int, author_id: int, account_id: int) -> None:
    stands = comment_id in liked_comments_among(account_id, [comment_id])
    (tell if stands else untell)(author_id, Kind.LIKE, account_id, post_id=post_id, comment_id=comment_id)


@task(queue_name="soon")
def tell_of_post(post_id: int, owner_id: int) -> None:
    """The people whom a caption mentions."""
    post = visible_post(owner_id, post_id)
    for account_id in _mentioned(post.caption) if post else ():
        if post and _may_be_told(account_id, owner_id, post_id):
            tell(account_id, Kind.MENTION, owner_id, post_id=post_id, text=post.caption)


@task(queue_name="soon")
def tell_loud_followers(post_id: int, owner_id: int, after: int) -> None:
    """One batch of those who want to be told of each of somebody's posts and are not mentioned in this one."""
    post = visible_post(owner_id, post_id)
    if post is None or post.visibility == Visibility.DIRECT:
        return
    readers = loud_follower_ids(owner_id, after, LOUD_BATCH)
    mentioned = _mentioned(post.caption) if readers else []
    for account_id in readers:
        if account_id not in mentioned:
            tell(account_id, Kind.POST, owner_id, post_id=post_id, text=post.caption)
    if len(readers) == LOUD_BATCH:
        with action_of(owner_id):
            tell_loud_followers.enqueue(post_id, owner_id, readers[-1])


@task(queue_name="soon")
def list_conversation(post_id: int) -> None:
    """A direct post stands in the lists of those who take part in it; a deleted one in none."""
    keep_in_lists(post_id)


@task(queue_name="soon")
def untell_of_post(post_id: int) -> None:
    untell_everybody(post_id)


def _mentioned(text: str) -> list[int]:
    names = mentions_in(text)
    return [person.id for person in people_by_username(names).values()] if names else []


def _may_be_told(account_id: int, author_id: int, post_id: int) -> bool:
    """A mention opens no door."""
    return author_id not in cut_from(account_id) and visible_post(account_id, post_id) is not None


@task(queue_name="soon")
def tell_of_follow(follower_id: int, followee_id: int) -> None:
    """To the one who is followed: a follower, a request, or neither (any more)."""
    tie = relation(follower_id, followee_id)
    for kind, stands in ((Kind.FOLLOW, tie.is_following), (Kind.REQUEST, tie.is_requested)):
        (tell if stands else untell)(followee_id, kind, follower_id)


@task(queue_name="soon")
def tell_of_approval(follower_id: int, followee_id: int) -> None:
    """To the one who asked."""
    stands = relation(follower_id, followee_id).is_following
    (tell if stands else untell)(follower_id, Kind.APPROVED, followee_id)
