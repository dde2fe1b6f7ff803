"""From rows to records."""

from collections.abc import Iterable

from tintype.accounts.records import Person
from tintype.photos.models import Comment, Photo, Post
from tintype.photos.records import CommentRecord, PhotoRecord, PostRecord, RenditionRecord
from tintype.sharding.ids import made_at


def renditions_of(photo: Photo) -> dict[str, RenditionRecord]:
    return {name: RenditionRecord(name, key, width, height) for name, key, width, height in photo.renditions}


def photo_record(photo: Photo) -> PhotoRecord:
    return PhotoRecord(photo.id, photo.alt, photo.width, photo.height, photo.blurhash, renditions_of(photo))


def post_records(posts: Iterable[Post], owners: dict[int, Person]) -> dict[int, PostRecord]:
    """`posts` come with their photos prefetched; those of people who are gone are left out."""
    return {
        post.id: PostRecord(
            id=post.id,
            owner=owners[post.owner_id],
            caption=post.caption,
            visibility=post.visibility,
            photos=tuple(photo_record(photo) for photo in sorted(post.photos.all(), key=lambda p: p.position)),
            like_count=post.like_count,
            comment_count=post.comment_count,
            created_at=made_at(post.id),
        )
        for post in posts
        if post.owner_id in owners
    }


def comment_record(comment: Comment, author: Person) -> CommentRecord:
    return CommentRecord(comment.id, comment.post_id, author, comment.text, made_at(comment.id))
