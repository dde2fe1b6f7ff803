"""What a post or a comment may have, looked at before it is written or changed."""

from dataclasses import replace

from django.conf import settings

from tintype.accounts.queries import people_by_username
from tintype.lib.text import clean, mentions_in, tags_in
from tintype.photos.errors import CommentRefused, DraftRefused
from tintype.photos.imaging.recipe import Recipe, RecipeRefused
from tintype.photos.limits import (
    ALT_LENGTH,
    CAPTION_LENGTH,
    COMMENT_LENGTH,
    LANGUAGE_LENGTH,
    MOST_PHOTOS,
    MOST_TAGS,
    SPOILER_LENGTH,
    Visibility,
)
from tintype.photos.models import Photo, Post
from tintype.photos.records import Draft

# Of a photo when it is put into a post.
WRITTEN = ("post", "position", "alt", "focus_x", "focus_y", "state", "recipe", "revision")


def cleaned(draft: Draft) -> Draft:
    return replace(
        draft,
        caption=clean(draft.caption),
        spoiler=" ".join(clean(draft.spoiler).split()),
        alts=[clean(alt) for alt in draft.alts],
    )


def check_draft(draft: Draft) -> None:
    """Raises DraftRefused."""
    if draft.visibility not in Visibility.values:
        raise DraftRefused("visibility", "Choose who may see the post: everyone or followers.")
    check_number(draft.photo_ids, draft.caption)
    check_words(draft.caption, draft.spoiler, draft.language)
    check_alts(draft.alts)


def check_number(photo_ids: list[int], caption: str) -> None:
    if not photo_ids and not settings.TINTYPE_TEXT_POSTS:
        raise DraftRefused("photos", "Add at least one photo.")
    if not photo_ids and not caption:
        raise DraftRefused("caption", "Write something or add a photo.")
    if len(photo_ids) > MOST_PHOTOS or len(set(photo_ids)) < len(photo_ids):
        raise DraftRefused("photos", f"A post has up to {MOST_PHOTOS} photos, each once.")


def check_words(caption: str, spoiler: str, language: str) -> None:
    if len(caption) > CAPTION_LENGTH:
        raise DraftRefused("caption", f"The caption has {len(caption):,} characters; {CAPTION_LENGTH:,} fit.")
    if len(tags_in(caption)) > MOST_TAGS:
        raise DraftRefused("caption", f"A caption has up to {MOST_TAGS} different hashtags.")
    if len(spoiler) > SPOILER_LENGTH:
        raise DraftRefused("spoiler", f"The warning has {len(spoiler):,} characters; {SPOILER_LENGTH} fit.")
    if len(language) > LANGUAGE_LENGTH:
        raise DraftRefused("language", "This is not the code of a language.")


def check_alts(alts: list[str]) -> None:
    if any(len(alt) > ALT_LENGTH for alt in alts):
        raise DraftRefused("alts", f"A description has up to {ALT_LENGTH:,} characters.")


def cleaned_comment(text: str) -> str:
    """Raises CommentRefused."""
    text = clean(text)
    if not text:
        raise CommentRefused("Write something first.")
    if len(text) > COMMENT_LENGTH:
        raise CommentRefused(f"The comment has {len(text):,} characters; {COMMENT_LENGTH:,} fit.")
    return text


def read_recipe(written: object) -> Recipe:
    """Raises DraftRefused."""
    try:
        return Recipe.read(written)
    except RecipeRefused as refused:
        raise DraftRefused("photos", refused.message) from None


def check_photos(
    photo_ids: list[int], photos: dict[int, Photo], *, already_in: int | None = None, may_wait: bool = False
) -> None:
    """`photos` are those of `photo_ids` that are the owner's; `already_in` is the post that is changed.

    `may_wait`: those whose bytes are here but were not looked at yet will do.
    """
    for photo_id in photo_ids:
        photo = photos.get(photo_id)
        if photo is None:
            raise DraftRefused("photos", "One of the photos is gone. Please add it again.")
        if photo.post_id not in (None, already_in):
            raise DraftRefused("photos", "One of the photos is in another post already. Please add it again.")
        if photo.state != Photo.State.READY and not (may_wait and photo.state == Photo.State.UPLOADED):
            raise DraftRefused("photos", photo.reason or "One of the photos is not ready yet. Please wait a moment.")


def put_in(post: Post, photos: list[Photo], alts: list[str]) -> None:
    """The photos, in this order, with their descriptions as far as there are any."""
    for position, photo in enumerate(photos):
        photo.post, photo.position = post, position
        if position < len(alts):
            photo.alt = alts[position]
        photo.save(update_fields=[*WRITTEN])


def people_named(owner_id: int, caption: str) -> list[int]:
    """Whom the caption of a direct post names beside its owner: they alone may see it."""
    names = mentions_in(caption)
    found = people_by_username(names).values() if names else ()
    return [person.id for person in found if person.id != owner_id]
