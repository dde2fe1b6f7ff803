"""The rule of who may see a post, applied to rows: by the ids of posts, and to all posts of a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from tintype.accounts.queries import people
from tintype.accounts.records import Person
from tintype.graph.queries import may_see_posts, relation, relations
from tintype.graph.records import Relation
from tintype.lib.text import tags_in
from tintype.photos.limits import Visibility
from tintype.photos.models import Named, Photo, Post
from tintype.sharding.map import grouped_by_database
from tintype.sharding.scope import on_database, shard_of_id


def visible_rows(
    viewer: int | None, ids: Iterable[int], prefetched: tuple[str, ...]
) -> tuple[list[Post], dict[int, Person]]:
    """The door: the posts of `ids` that the viewer may see now, and whose they are."""
    posts: list[Post] = []
    for database, group in grouped_by_database(dict.fromkeys(ids), shard_of_id).items():
        with on_database(database):
            posts += Post.objects.filter(id__in=group).prefetch_related(*prefetched)
    owners = people(post.owner_id for post in posts)
    ties = relations(viewer, owners)
    theirs = _naming(viewer, [post.id for post in posts if post.visibility == Visibility.DIRECT])
    return [post for post in posts if _is_visible(viewer, post, owners, ties, theirs)], owners


def _naming(viewer: int | None, post_ids: list[int]) -> set[int]:
    """Those that are for the viewer among these direct posts."""
    found: set[int] = set()
    for database, group in grouped_by_database(post_ids, shard_of_id).items():
        with on_database(database):
            named = Named.objects.filter(account_id=viewer, post_id__in=group) if viewer else Named.objects.none()
            found.update(named.values_list("post_id", flat=True))
    return found


def _is_visible(
    viewer: int | None, post: Post, owners: dict[int, Person], ties: dict[int, Relation], theirs: set[int]
) -> bool:
    """`theirs`: the direct posts that name the viewer."""
    if post.owner_id not in owners or not (post.is_ready or post.owner_id == viewer):
        return False
    named = [viewer] if viewer and post.id in theirs else []
    return may_see_posts(
        viewer,
        owners[post.owner_id],
        ties[post.owner_id],
        for_followers=post.visibility == Visibility.FOLLOWERS,
        only_for=named if post.visibility == Visibility.DIRECT else None,
    )


def rows_of(viewer: int | None, owner: Person, *, with_unready: bool = False) -> QuerySet[Post]:
    """In the owner's scope: those of their posts that the viewer may see.

    `with_unready`: the owner also gets those whose photos are still being worked on.
    """
    tie = relation(viewer, owner.id)
    posts = Post.objects.filter(owner_id=owner.id)
    if tie.is_self and with_unready:
        return posts
    posts = posts.filter(is_ready=True)
    if tie.is_self:
        return posts
    seen = Q()
    if may_see_posts(viewer, owner, tie, for_followers=False):
        seen |= Q(visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED])
    if may_see_posts(viewer, owner, tie, for_followers=True):
        seen |= Q(visibility=Visibility.FOLLOWERS)
    if viewer and may_see_posts(viewer, owner, tie, for_followers=False, only_for=[viewer]):
        names = Named.objects.filter(post_id=OuterRef("id"), account_id=viewer)
        seen |= Q(Exists(names), visibility=Visibility.DIRECT)
    return posts.filter(seen) if seen else posts.none()


@dataclass(frozen=True)
class Which:
    """Which of somebody's posts."""

    with_photos: bool = False
    # A hashtag, without its mark.
    tag: str = ""
    # As `rows_of` has it.
    with_unready: bool = False

    def among(self, posts: QuerySet[Post]) -> QuerySet[Post]:
        if self.with_photos:
            posts = posts.filter(Exists(Photo.objects.filter(post_id=OuterRef("id"))))
        if not self.tag:
            return posts
        # What is no hashtag could mean something in a regular expression.
        is_tag = tags_in(f"#{self.tag}") == [self.tag.casefold()]
        return posts.filter(caption__iregex=rf"#{self.tag}(?!\w)") if is_tag else posts.none()
