"""From rows to records."""

from collections.abc import Iterable
from operator import attrgetter

from tintype.accounts.queries import person
from tintype.accounts.records import Person
from tintype.photos.models import Comment, Photo, Post
from tintype.photos.records import CommentRecord, PhotoRecord, PostRecord, RenditionRecord, is_public
from tintype.sharding.ids import made_at


def photo_record(photo: Photo, stamp: str) -> PhotoRecord:
    """`stamp`: what addresses of its files are to carry."""
    # Those that the owner has edited away are deleted as soon as the others are there.
    files = (RenditionRecord(*file) for file in photo.renditions if photo.state == Photo.State.READY)
    return PhotoRecord(
        id=photo.id,
        alt=photo.alt,
        width=photo.width,
        height=photo.height,
        blurhash=photo.blurhash,
        colour=photo.colour,
        renditions=tuple(sorted((file for file in files if file.name != "original"), key=attrgetter("width"))),
        focus=(photo.focus_x, photo.focus_y),
        stamp=stamp,
    )


def own_stamp(owner_id: int) -> str:
    """What addresses carry that are for the owner themselves."""
    owner = person(owner_id)
    return owner.stamp(is_public=False) if owner else ""


def _photos_of(post: Post, owner: Person) -> tuple[PhotoRecord, ...]:
    """In their order; the post comes with them prefetched."""
    stamp = owner.stamp(is_public=post.is_ready and is_public(owner, post.visibility))
    return tuple(photo_record(photo, stamp) for photo in sorted(post.photos.all(), key=attrgetter("position")))


def _problems_of(post: Post) -> tuple[str, ...]:
    return tuple(photo.reason for photo in post.photos.all() if photo.state == Photo.State.REFUSED)


def post_records(posts: Iterable[Post], owners: dict[int, Person]) -> dict[int, PostRecord]:
    """`posts` come with their photos prefetched; those of people who are gone are left out."""
    return {
        post.id: PostRecord(
            id=post.id,
            owner=owners[post.owner_id],
            caption=post.caption,
            visibility=post.visibility,
            photos=_photos_of(post, owners[post.owner_id]),
            like_count=post.like_count,
            comment_count=post.comment_count,
            share_count=post.share_count,
            created_at=made_at(post.id),
            edited_at=post.edited_at,
            spoiler=post.spoiler,
            is_sensitive=post.is_sensitive,
            language=post.language,
            application=tuple(post.application),
            is_pinned=post.pinned_id is not None,
            is_ready=post.is_ready,
            problems=() if post.is_ready else _problems_of(post),
        )
        for post in posts
        if post.owner_id in owners
    }


def comment_records(comments: Iterable[Comment], authors: dict[int, Person]) -> list[CommentRecord]:
    """In the scope of their post. Those of people who are gone are left out."""
    wanted = {comment.parent_id for comment in comments if comment.parent_id}
    answered = Comment.objects.filter(id__in=wanted).values_list("id", "author_id")
    parents = dict(answered) if wanted else {}
    return [_comment(one, authors[one.author_id], parents) for one in comments if one.author_id in authors]


def _comment(comment: Comment, author: Person, parents: dict[int, int]) -> CommentRecord:
    return CommentRecord(
        id=comment.id,
        post_id=comment.post_id,
        author=author,
        text=comment.text,
        created_at=made_at(comment.id),
        edited_at=comment.edited_at,
        like_count=comment.like_count,
        parent_id=comment.parent_id if comment.parent_id in parents else 0,
        parent_author_id=parents.get(comment.parent_id, 0),
    )
