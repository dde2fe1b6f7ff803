"""Changes to posts: each one transaction on the shard of the post's owner."""

from typing import Any

from django.db import IntegrityError
from django.db.models import F

from tintype.accounts.queries import people
from tintype.lib.differences import in_batches
from tintype.lib.errors import NotFound
from tintype.lib.text import tags_in
from tintype.photos import signals
from tintype.photos.announcing import announce
from tintype.photos.assemble import comment_records
from tintype.photos.drafts import (
    check_draft,
    check_photos,
    cleaned,
    cleaned_comment,
    people_named,
    put_in,
    read_recipe,
)
from tintype.photos.files import files_of
from tintype.photos.imaging.recipe import Recipe
from tintype.photos.like_rows import OF_POSTS, write_like
from tintype.photos.limits import Visibility
from tintype.photos.models import Comment, Edit, Like, Named, Photo, Post
from tintype.photos.owners.kept import keep_owners
from tintype.photos.processing import develop
from tintype.photos.queries import like_count, visible_post
from tintype.photos.recall import refuse_later
from tintype.photos.records import CommentRecord, Draft, LikeRecord
from tintype.photos.rendered import rendered
from tintype.photos.shares.queries import sharer_ids
from tintype.photos.shares.tasks import SHARERS_AT_ONCE, sync_sharers
from tintype.photos.tasks import delete_files, forget_owner, forget_rendered, sync_liked, sync_likers, sync_tags
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of, action_on, on_shard_of, on_shard_of_id, shard_of_id
from tintype.tasks.run import enqueue_and_run

# Some seconds of work for a task, which has two minutes.
LIKERS_AT_ONCE = 1_000


def publish_post(viewer: int, draft: Draft) -> int:
    """The id of the post; of the one already made when the same form comes again. Raises DraftRefused.

    While its photos are being worked on, its owner alone sees it (processing.publish_ready).
    """
    draft = cleaned(draft)
    check_draft(draft)
    recipes = [read_recipe(recipe) for recipe in draft.recipes]
    named = people_named(viewer, draft.caption) if draft.visibility == Visibility.DIRECT else []
    try:
        return _publish(viewer, draft, named, recipes)
    except IntegrityError:
        # Two of the same form at once: the other one has made the post.
        with on_shard_of(viewer):
            return int(Post.objects.values_list("id", flat=True).get(**_once(viewer, draft)))


def _once(viewer: int, draft: Draft) -> dict[str, int | str]:
    return {"owner_id": viewer, "idempotency_key": draft.idempotency_key}


def _publish(viewer: int, draft: Draft, named: list[int], recipes: list[Recipe]) -> int:
    with action_of(viewer):
        photos = Photo.objects.select_for_update().filter(owner_id=viewer).in_bulk(draft.photo_ids)
        made = Post.objects.filter(**_once(viewer, draft)).values_list("id", flat=True).first()
        if made is not None:
            return int(made)
        check_photos(draft.photo_ids, photos, may_wait=draft.before_ready)
        chosen = [photos[photo_id] for photo_id in draft.photo_ids]
        for photo, recipe in zip(chosen, recipes, strict=False):
            develop(photo, recipe, is_shown=False)
        is_ready = all(photo.state == Photo.State.READY for photo in chosen)
        post = Post.objects.create(id=next_id(), **_once(viewer, draft), **_said(draft), is_ready=is_ready)
        put_in(post, chosen, draft.alts)
        Named.objects.bulk_create([Named(post_id=post.id, account_id=account_id) for account_id in named])
        if is_ready:
            announce(post)
    keep_owners({post.id: viewer})
    return post.id


def _said(draft: Draft) -> dict[str, Any]:
    return {
        "caption": draft.caption,
        "visibility": draft.visibility,
        "spoiler": draft.spoiler,
        "is_sensitive": draft.is_sensitive or bool(draft.spoiler),
        "language": draft.language,
        "application": list(draft.application),
    }


def delete_post(viewer: int, post_id: int) -> bool:
    """The owner's own post with all that hangs on it. False when there is none such."""
    with action_on(shard_of_id(post_id)):
        post = Post.objects.select_for_update().filter(id=post_id, owner_id=viewer).first()
        if post is None:
            return False
        photos = Photo.objects.filter(post_id=post_id)
        keys = [key for photo in photos for key in files_of(photo)]
        refuse_later(viewer, photos.values_list("id", flat=True))
        likes = Like.objects.filter(post_id=post_id)
        for likers in in_batches(likes.values_list("account_id", flat=True), LIKERS_AT_ONCE):
            sync_likers.enqueue(post_id, likers)
        for sharers in in_batches(sharer_ids(post_id), SHARERS_AT_ONCE):
            sync_sharers.enqueue(post_id, sharers)
        comments = Comment.objects.filter(post_id=post_id)
        # Locked, so that no like comes to one of them after its likes were deleted.
        said = comments.select_for_update().values_list("id", flat=True)
        Edit.objects.filter(status_id__in=[post_id, *said]).delete()
        for children in (photos, likes, comments):
            children.delete()
        post.delete()
        delete_files.enqueue(keys)
        forget_rendered.enqueue(post_id)
        enqueue_and_run(forget_owner, post_id)
        if tags_in(post.caption):
            sync_tags.enqueue(post_id, tags_in(post.caption))
        signals.post_deleted.send(
            None, post_id=post_id, owner_id=viewer, caption=post.caption, visibility=post.visibility
        )
    rendered.forget(post_id)
    return True


def like(viewer: int, post_id: int) -> LikeRecord:
    """The number as it is now. Twice is once. Raises NotFound for a post that the viewer may not see."""
    return _set_like(viewer, post_id, is_liked=True)


def unlike(viewer: int, post_id: int) -> LikeRecord:
    """As `like`."""
    return _set_like(viewer, post_id, is_liked=False)


def _set_like(viewer: int, post_id: int, *, is_liked: bool) -> LikeRecord:
    count = like_count(viewer, post_id)
    if count is None:
        raise NotFound
    try:
        with action_on(shard_of_id(post_id)):
            changed = write_like(OF_POSTS, viewer, post_id, is_liked=is_liked)
            if changed is not None:
                sync_liked.enqueue(viewer, post_id)
                signal = signals.post_liked if is_liked else signals.post_unliked
                signal.send(None, post_id=post_id, account_id=viewer)
    except IntegrityError:
        # The post was deleted a moment ago, so the like refers to nothing.
        raise NotFound from None
    rendered.forget(post_id)
    return LikeRecord(post_id, count if changed is None else changed)


def comment(viewer: int, post_id: int, text: str, idempotency_key: str, parent_id: int = 0) -> CommentRecord:
    """The comment; the one already made when the same form comes again. Raises NotFound, CommentRefused.

    `parent_id` is that of the comment under this post which it answers.
    """
    post = visible_post(viewer, post_id)
    if post is None or not post.is_ready:
        raise NotFound
    made = _make_comment(viewer, post_id, cleaned_comment(text), idempotency_key, parent_id)
    rendered.forget(post_id)
    with on_shard_of_id(post_id):
        return comment_records([made], people([viewer]))[0]


def _make_comment(viewer: int, post_id: int, text: str, idempotency_key: str, parent_id: int) -> Comment:
    with action_on(shard_of_id(post_id)):
        if not Post.objects.select_for_update().filter(id=post_id).exists():
            raise NotFound
        once = {"post_id": post_id, "author_id": viewer, "idempotency_key": idempotency_key}
        found = Comment.objects.filter(**once).first()
        if found is not None:
            return found
        if parent_id and not Comment.objects.filter(id=parent_id, post_id=post_id).exists():
            raise NotFound
        made = Comment.objects.create(id=next_id(), text=text, parent_id=parent_id, **once)
        Post.objects.filter(id=post_id).update(comment_count=F("comment_count") + 1)
        forget_rendered.enqueue(post_id)
        signals.comment_made.send(None, post_id=post_id, comment_id=made.id, author_id=viewer, text=text)
    return made


def delete_comment(viewer: int, post_id: int, comment_id: int) -> bool:
    """One's own comment, or any under one's own post. False when there is none such."""
    with action_on(shard_of_id(post_id)):
        post = Post.objects.select_for_update().filter(id=post_id).first()
        # Locked, so that no like comes to it after its likes were deleted.
        found = Comment.objects.select_for_update().filter(id=comment_id, post_id=post_id).first()
        if post is None or found is None or viewer not in (post.owner_id, found.author_id):
            return False
        former = Edit.objects.filter(status_id=comment_id)
        # Whoever was told of it, by whichever version, is told no more.
        texts = "\n".join([found.text, *former.values_list("text", flat=True)])
        former.delete()
        found.delete()
        Post.objects.filter(id=post_id).update(comment_count=F("comment_count") - 1)
        forget_rendered.enqueue(post_id)
        signals.comment_deleted.send(
            None, post_id=post_id, comment_id=comment_id, author_id=found.author_id, text=texts
        )
    rendered.forget(post_id)
    return True
