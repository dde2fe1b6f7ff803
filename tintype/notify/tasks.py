"""Telling people. Each task asks for the truth first, so it may run late, twice or out of order."""

from django_tasks import task

from tintype.accounts.queries import people_by_username
from tintype.graph.queries import cut_from, relation
from tintype.lib.text import mentions_in
from tintype.notify.actions import tell, untell, untell_author, untell_everybody
from tintype.notify.models import Kind
from tintype.photos.comment_likes import liked_comments_among
from tintype.photos.owners.queries import owner_of
from tintype.photos.queries import existing, is_comment, is_liked, visible_post


@task(queue_name="soon")
def tell_of_like(post_id: int, account_id: int) -> None:
    owner_id = owner_of(post_id)
    if owner_id is None:
        return
    if is_liked(account_id, post_id):
        tell(owner_id, Kind.LIKE, account_id, post_id=post_id)
    else:
        untell(owner_id, Kind.LIKE, account_id, post_id=post_id)


@task(queue_name="soon")
def tell_of_comment(post_id: int, comment_id: int, author_id: int, text: str) -> None:
    """The owner of the post and the people whom the comment mentions; none of them once it is deleted."""
    owner_id = owner_of(post_id)
    if owner_id is None:
        return
    stands = is_comment(post_id, comment_id)
    about = {"post_id": post_id, "comment_id": comment_id}
    if stands:
        tell(owner_id, Kind.COMMENT, author_id, **about, text=text)
    else:
        untell(owner_id, Kind.COMMENT, author_id, **about)
        untell_author(author_id, comment_id)
    for mentioned in _mentioned(text, without=owner_id):
        if stands and _may_be_told(mentioned, author_id, post_id):
            tell(mentioned, Kind.MENTION, author_id, **about, text=text)
        elif not stands:
            untell(mentioned, Kind.MENTION, author_id, **about)


@task(queue_name="soon")
def tell_of_comment_like(post_id: int, comment_id: int, author_id: int, account_id: int) -> None:
    stands = is_comment(post_id, comment_id) and comment_id in liked_comments_among(account_id, [comment_id])
    (tell if stands else untell)(author_id, Kind.LIKE, account_id, post_id=post_id, comment_id=comment_id)


@task(queue_name="soon")
def tell_of_post(post_id: int, owner_id: int, caption: str) -> None:
    """The people whom a caption mentions."""
    if not existing([post_id]):
        return
    for mentioned in _mentioned(caption, without=owner_id):
        if _may_be_told(mentioned, owner_id, post_id):
            tell(mentioned, Kind.MENTION, owner_id, post_id=post_id, text=caption)


@task(queue_name="soon")
def untell_of_post(post_id: int) -> None:
    untell_everybody(post_id)


def _mentioned(text: str, *, without: int) -> list[int]:
    names = mentions_in(text)
    found = people_by_username(names).values() if names else ()
    return [person.id for person in found if person.id != without]


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
