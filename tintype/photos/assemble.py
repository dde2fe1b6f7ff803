"""From rows to records."""

from collections.abc import Iterable

from tintype.accounts.records import Person
from tintype.photos.models import Comment, Photo, Post
from tintype.photos.records import CommentRecord, PhotoRecord, PostRecord, RenditionRecord
from tintype.sharding.ids import made_at


def renditions_of(photo: Photo) -> dict[str, RenditionRecord]:
    return {name: RenditionRecord(name, key, width, height) for name, key, width, height in photo.renditions}


def photo_record(photo: Photo) -> PhotoRecord:
    return PhotoRecord(
        photo.id,
        photo.alt,
        photo.width,
        photo.height,
        photo.blurhash,
        renditions_of(photo),
        (photo.focus_x, photo.focus_y),
    )


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
            share_count=post.share_count,
            created_at=made_at(post.id),
            edited_at=post.edited_at,
            spoiler=post.spoiler,
            is_sensitive=post.is_sensitive,
            language=post.language,
            application=tuple(post.application),
            is_pinned=post.pinned_id is not None,
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
