"""Changes to posts: each one transaction on the shard of the post's owner."""

from django.db import IntegrityError, connections
from django.db.models import F

from tintype.accounts.queries import people
from tintype.lib.differences import in_batches
from tintype.lib.errors import NotFound
from tintype.lib.text import clean, tags_in
from tintype.photos import signals
from tintype.photos.errors import CommentRefused, DraftRefused
from tintype.photos.limits import (
    ALT_LENGTH,
    CAPTION_LENGTH,
    COMMENT_LENGTH,
    MOST_PHOTOS,
    MOST_TAGS,
    Visibility,
)
from tintype.photos.models import Comment, Like, Photo, Post
from tintype.photos.owners.kept import keep_owners
from tintype.photos.queries import like_count, visible_post
from tintype.photos.records import CommentRecord, Draft, LikeRecord, PostRecord
from tintype.photos.rendered import rendered
from tintype.photos.tasks import delete_files, forget_owner, forget_rendered, sync_liked, sync_likers, sync_tags
from tintype.sharding.ids import made_at, next_id
from tintype.sharding.scope import action_of, action_on, current_scope, on_shard_of, shard_of_id
from tintype.tasks.run import enqueue_and_run

# Some seconds of work for a task, which has two minutes.
LIKERS_AT_ONCE = 1_000


def publish_post(viewer: int, draft: Draft) -> int:
    """The id of the post; of the one already made when the same form comes again. Raises DraftRefused."""
    caption, alts = clean(draft.caption), [clean(alt) for alt in draft.alts]
    _check_draft(draft, caption, alts)
    try:
        return _publish(viewer, draft, caption, alts)
    except IntegrityError:
        # Two of the same form at once: the other one has made the post.
        with on_shard_of(viewer):
            return int(Post.objects.values_list("id", flat=True).get(**_once(viewer, draft)))


def _once(viewer: int, draft: Draft) -> dict[str, int | str]:
    return {"owner_id": viewer, "idempotency_key": draft.idempotency_key}


def _check_draft(draft: Draft, caption: str, alts: list[str]) -> None:
    if not draft.photo_ids:
        raise DraftRefused("photos", "Add at least one photo.")
    if len(draft.photo_ids) > MOST_PHOTOS or len(set(draft.photo_ids)) < len(draft.photo_ids):
        raise DraftRefused("photos", f"A post has up to {MOST_PHOTOS} photos, each once.")
    if len(caption) > CAPTION_LENGTH:
        raise DraftRefused("caption", f"The caption has {len(caption):,} characters; {CAPTION_LENGTH:,} fit.")
    if len(tags_in(caption)) > MOST_TAGS:
        raise DraftRefused("caption", f"A caption has up to {MOST_TAGS} different hashtags.")
    if any(len(alt) > ALT_LENGTH for alt in alts):
        raise DraftRefused("alts", f"A description has up to {ALT_LENGTH:,} characters.")
    if draft.visibility not in Visibility.values:
        raise DraftRefused("visibility", "Choose who may see the post: everyone or followers.")


def _publish(viewer: int, draft: Draft, caption: str, alts: list[str]) -> int:
    with action_of(viewer):
        photos = Photo.objects.select_for_update().filter(owner_id=viewer).in_bulk(draft.photo_ids)
        made = Post.objects.filter(**_once(viewer, draft)).values_list("id", flat=True).first()
        if made is not None:
            return int(made)
        _check_photos(draft, photos)
        post = Post.objects.create(id=next_id(), caption=caption, visibility=draft.visibility, **_once(viewer, draft))
        for position, photo_id in enumerate(draft.photo_ids):
            photo = photos[photo_id]
            photo.post, photo.position = post, position
            photo.alt = alts[position] if position < len(alts) else ""
            photo.save(update_fields=["post", "position", "alt"])
        if tags_in(caption):
            sync_tags.enqueue(post.id, tags_in(caption))
        signals.post_published.send(None, post_id=post.id, owner_id=viewer, caption=caption)
    keep_owners({post.id: viewer})
    return post.id


def _check_photos(draft: Draft, photos: dict[int, Photo]) -> None:
    for photo_id in draft.photo_ids:
        photo = photos.get(photo_id)
        if photo is None:
            raise DraftRefused("photos", "One of the photos is gone. Please add it again.")
        if photo.post_id is not None:
            raise DraftRefused("photos", "One of the photos is in another post already. Please add it again.")
        if photo.state != Photo.State.READY:
            raise DraftRefused("photos", photo.reason or "One of the photos is not ready yet. Please wait a moment.")


def delete_post(viewer: int, post_id: int) -> bool:
    """The owner's own post with all that hangs on it. False when there is none such."""
    with action_on(shard_of_id(post_id)):
        post = Post.objects.select_for_update().filter(id=post_id, owner_id=viewer).first()
        if post is None:
            return False
        photos = Photo.objects.filter(post_id=post_id)
        keys = [key for renditions in photos.values_list("renditions", flat=True) for _, key, _, _ in renditions]
        likes = Like.objects.filter(post_id=post_id)
        for likers in in_batches(likes.values_list("account_id", flat=True), LIKERS_AT_ONCE):
            sync_likers.enqueue(post_id, likers)
        for children in (
            photos,
            likes,
            Comment.objects.filter(post_id=post_id),
        ):
            children.delete()
        post.delete()
        delete_files.enqueue(keys)
        forget_rendered.enqueue(post_id)
        enqueue_and_run(forget_owner, post_id)
        if tags_in(post.caption):
            sync_tags.enqueue(post_id, tags_in(post.caption))
        signals.post_deleted.send(None, post_id=post_id, owner_id=viewer)
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
            changed = _write_like(LIKE if is_liked else UNLIKE, viewer, post_id)
            if changed is not None:
                sync_liked.enqueue(viewer, post_id)
                signal = signals.post_liked if is_liked else signals.post_unliked
                signal.send(None, post_id=post_id, account_id=viewer)
    except IntegrityError:
        # The post was deleted a moment ago, so the like refers to nothing.
        raise NotFound from None
    rendered.forget(post_id)
    return LikeRecord(post_id, count if changed is None else changed)


# A like and its count are one statement, so they always agree. Each answers the new count, and nothing where the like
# stood (or was gone) already.
LIKE = """
    WITH made AS (
        INSERT INTO photos_like (post_id, account_id, made_id) VALUES (%(post)s, %(account)s, next_id(%(shard)s))
        ON CONFLICT DO NOTHING RETURNING post_id
    )
    UPDATE photos_post SET like_count = like_count + 1 FROM made WHERE id = made.post_id RETURNING like_count
"""
# The post is locked before the like, in the order in which deleting a post takes them: no deadlock.
UNLIKE = """
    WITH post AS (SELECT id FROM photos_post WHERE id = %(post)s FOR UPDATE),
    gone AS (
        DELETE FROM photos_like USING post WHERE post_id = post.id AND account_id = %(account)s RETURNING post_id
    )
    UPDATE photos_post SET like_count = like_count - 1 FROM gone WHERE id = gone.post_id RETURNING like_count
"""


def _write_like(statement: str, viewer: int, post_id: int) -> int | None:
    with connections[current_scope().database].cursor() as cursor:
        cursor.execute(statement, {"post": post_id, "account": viewer, "shard": shard_of_id(post_id)})
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _visible_or_not_found(viewer: int, post_id: int) -> PostRecord:
    post = visible_post(viewer, post_id)
    if post is None:
        raise NotFound
    return post


def comment(viewer: int, post_id: int, text: str, idempotency_key: str) -> CommentRecord:
    """The comment; the one already made when the same form comes again. Raises NotFound, CommentRefused."""
    post = _visible_or_not_found(viewer, post_id)
    text = clean(text)
    if not text:
        raise CommentRefused("Write something first.")
    if len(text) > COMMENT_LENGTH:
        raise CommentRefused(f"The comment has {len(text):,} characters; {COMMENT_LENGTH:,} fit.")
    made = _make_comment(viewer, post_id, text, idempotency_key)
    rendered.forget(post_id)
    author = people([viewer])[viewer]
    return CommentRecord(made.id, post.id, author, made.text, made_at(made.id))


def _make_comment(viewer: int, post_id: int, text: str, idempotency_key: str) -> Comment:
    with action_on(shard_of_id(post_id)):
        if not Post.objects.select_for_update().filter(id=post_id).exists():
            raise NotFound
        once = {"post_id": post_id, "author_id": viewer, "idempotency_key": idempotency_key}
        found = Comment.objects.filter(**once).first()
        if found is not None:
            return found
        made = Comment.objects.create(id=next_id(), text=text, **once)
        Post.objects.filter(id=post_id).update(comment_count=F("comment_count") + 1)
        forget_rendered.enqueue(post_id)
        signals.comment_made.send(None, post_id=post_id, comment_id=made.id, author_id=viewer, text=text)
    return made


def delete_comment(viewer: int, post_id: int, comment_id: int) -> bool:
    """One's own comment, or any under one's own post. False when there is none such."""
    with action_on(shard_of_id(post_id)):
        post = Post.objects.select_for_update().filter(id=post_id).first()
        found = Comment.objects.filter(id=comment_id, post_id=post_id).first()
        if post is None or found is None or viewer not in (post.owner_id, found.author_id):
            return False
        found.delete()
        Post.objects.filter(id=post_id).update(comment_count=F("comment_count") - 1)
        forget_rendered.enqueue(post_id)
        signals.comment_deleted.send(
            None, post_id=post_id, comment_id=comment_id, author_id=found.author_id, text=found.text
        )
    rendered.forget(post_id)
    return True
