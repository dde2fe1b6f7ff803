"""Telling people. Each task asks for the truth first, so it may run late, twice or out of order."""

from django_tasks import task

from tintype.accounts.queries import people_by_username
from tintype.graph.queries import cut_from, relation
from tintype.lib.text import mentions_in
from tintype.notify.actions import tell, untell
from tintype.notify.models import Kind
from tintype.photos.queries import comment_text, is_liked, owner_of, visible_post


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
def tell_of_comment(post_id: int, comment_id: int, author_id: int) -> None:
    owner_id = owner_of(post_id)
    if owner_id is None:
        return
    text = comment_text(post_id, comment_id)
    if text is None:
        untell(owner_id, Kind.COMMENT, author_id, post_id=post_id, comment_id=comment_id)
        return
    tell(owner_id, Kind.COMMENT, author_id, post_id=post_id, comment_id=comment_id, text=text)
    _tell_mentioned(post_id, author_id, text, comment_id=comment_id, without=owner_id)


@task(queue_name="soon")
def tell_of_post(post_id: int, owner_id: int, caption: str) -> None:
    """The people whom a caption mentions."""
    if owner_of(post_id) == owner_id:
        _tell_mentioned(post_id, owner_id, caption, comment_id=0, without=owner_id)


def _tell_mentioned(post_id: int, author_id: int, text: str, *, comment_id: int, without: int) -> None:
    """Those who may see the post; a mention opens no door."""
    names = mentions_in(text)
    for mentioned in people_by_username(names).values() if names else ():
        if mentioned.id == without or author_id in cut_from(mentioned.id):
            continue
        if visible_post(mentioned.id, post_id):
            tell(mentioned.id, Kind.MENTION, author_id, post_id=post_id, comment_id=comment_id, text=text)


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
