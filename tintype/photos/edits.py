"""Changing what a post or a comment says. Every former version is kept, and whoever may see the last may see all."""

from datetime import datetime

from django.utils import timezone

from tintype.lib.errors import NotFound
from tintype.lib.text import clean, tags_in
from tintype.photos import signals
from tintype.photos.announcing import tell_of_change
from tintype.photos.drafts import (
    check_alts,
    check_number,
    check_photos,
    check_words,
    cleaned_comment,
    people_named,
    put_in,
    read_recipe,
)
from tintype.photos.errors import DraftRefused
from tintype.photos.limits import Visibility
from tintype.photos.models import Comment, Edit, Named, Photo, Post
from tintype.photos.processing import develop, publish_ready
from tintype.photos.records import Change
from tintype.photos.rekey import rekey_photos
from tintype.photos.rendered import rendered
from tintype.photos.tasks import sync_tags
from tintype.photos.threads import visible_comment
from tintype.sharding.ids import made_at, next_id
from tintype.sharding.scope import action_on, shard_of_id
from tintype.tasks.run import enqueue_and_run

WORDS = ("caption", "spoiler", "is_sensitive", "language")
# Of each photo, what others would see to be different.
SHOWN = ("id", "alt", "focus_x", "focus_y", "revision")
FOR_EVERYONE = (Visibility.PUBLIC, Visibility.UNLISTED)


def edit_post(viewer: int, post_id: int, change: Change) -> None:
    """One's own post. Where nothing differs, nothing happens. Raises NotFound, DraftRefused."""
    with action_on(shard_of_id(post_id)):
        post = Post.objects.select_for_update().filter(id=post_id, owner_id=viewer).first()
        if post is None:
            raise NotFound
        former, before = _version_of(post), (post.caption, post.visibility)
        photos = _photos_after(post, change)
        says_other_words = _write_words(post, change, [photo.id for photo in photos])
        is_other = _write_photos(post, photos, change) or says_other_words
        _write_visibility(post, change)
        if is_other and post.is_ready:
            former.save(force_insert=True)
            post.edited_at = timezone.now()
        if is_other or post.visibility != before[1]:
            _finish(post, *before)
    rendered.forget(post_id)


def _version_of(post: Post) -> Edit:
    photos = post.photos.order_by("position").values_list("id", "alt")
    return Edit(
        id=next_id(),
        status_id=post.id,
        text=post.caption,
        spoiler=post.spoiler,
        is_sensitive=post.is_sensitive,
        photos=[list(photo) for photo in photos],
        written_at=_written_at(post),
    )


def _written_at(written: Post | Comment) -> datetime:
    return written.edited_at or made_at(written.id)


def _photos_after(post: Post, change: Change) -> list[Photo]:
    """The photos that the post is to have, in their order."""
    kept = list(post.photos.order_by("position").values_list("id", flat=True))
    ids = kept if change.photo_ids is None else change.photo_ids
    found = Photo.objects.select_for_update().filter(owner_id=post.owner_id).in_bulk(ids)
    check_photos(ids, found, already_in=post.id, may_wait=not post.is_ready)
    return [found[photo_id] for photo_id in ids]


def _write_words(post: Post, change: Change, photo_ids: list[int]) -> bool:
    before = [getattr(post, field) for field in WORDS]
    for field in WORDS:
        if (value := getattr(change, field)) is not None:
            setattr(post, field, clean(value) if isinstance(value, str) else value)
    post.is_sensitive = post.is_sensitive or bool(post.spoiler)
    check_number(photo_ids, post.caption)
    check_words(post.caption, post.spoiler, post.language)
    return before != [getattr(post, field) for field in WORDS]


def _write_photos(post: Post, photos: list[Photo], change: Change) -> bool:
    """A photo that is taken out is swept away like one that was never posted."""
    before = list(post.photos.order_by("position").values_list(*SHOWN))
    alts = [clean(change.alts.get(photo.id, photo.alt)) for photo in photos]
    check_alts(alts)
    for photo in photos:
        photo.focus_x, photo.focus_y = change.focuses.get(photo.id, (photo.focus_x, photo.focus_y))
        if photo.id in change.recipes:
            develop(photo, read_recipe(change.recipes[photo.id]), is_shown=post.is_ready)
    after = [
        (photo.id, alt, photo.focus_x, photo.focus_y, photo.revision) for photo, alt in zip(photos, alts, strict=True)
    ]
    if before == after:
        return False
    post.photos.exclude(id__in=[photo.id for photo in photos]).update(post=None, position=0)
    put_in(post, photos, alts)
    return True


def _write_visibility(post: Post, change: Change) -> None:
    if change.visibility in (None, post.visibility):
        return
    if change.visibility not in Visibility.values:
        raise DraftRefused("visibility", "Choose who may see the post: everyone or followers.")
    if Visibility.DIRECT in (post.visibility, change.visibility):
        raise DraftRefused("visibility", "A post for the people whom it mentions stays one, and no other becomes one.")
    post.visibility = change.visibility


def _finish(post: Post, former_caption: str, former_visibility: str) -> None:
    post.save(update_fields=[*WORDS, "visibility", "edited_at"])
    is_narrower = former_visibility in FOR_EVERYONE and post.visibility not in FOR_EVERYONE
    if _name_anew(post) or is_narrower:
        rekey_photos(post)
    if not post.is_ready:
        # Nobody else has seen it: maybe what was taken out is all that it waited for.
        enqueue_and_run(publish_ready, post.id)
        return
    tags = dict.fromkeys(tags_in(former_caption) + tags_in(post.caption))
    if tags and (former_caption, former_visibility) != (post.caption, post.visibility):
        enqueue_and_run(sync_tags, post.id, list(tags))
    tell_of_change(post.id)


def _name_anew(post: Post) -> bool:
    """Whether somebody who was named by a direct post is so no longer."""
    if post.visibility != Visibility.DIRECT:
        return False
    before = set(Named.objects.filter(post_id=post.id).values_list("account_id", flat=True))
    Named.objects.filter(post_id=post.id).delete()
    named = people_named(post.owner_id, post.caption)
    Named.objects.bulk_create([Named(post_id=post.id, account_id=account_id) for account_id in named])
    return not before <= set(named)


def edit_comment(viewer: int, comment_id: int, text: str) -> None:
    """One's own comment. Raises NotFound, CommentRefused."""
    text = cleaned_comment(text)
    visible_comment(viewer, comment_id)
    with action_on(shard_of_id(comment_id)):
        found = Comment.objects.select_for_update().filter(id=comment_id, author_id=viewer).first()
        if found is None:
            raise NotFound
        if found.text == text:
            return
        former = {"text": found.text, "spoiler": "", "is_sensitive": False, "photos": []}
        Edit.objects.create(id=next_id(), status_id=found.id, written_at=_written_at(found), **former)
        found.text, found.edited_at = text, timezone.now()
        found.save(update_fields=["text", "edited_at"])
        signals.comment_edited.send(None, post_id=found.post_id, comment_id=comment_id, author_id=viewer, text=text)
