"""Photos and faces as HTML, with sizes, so that nothing jumps while they come in."""

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tintype.accounts.records import Person
from tintype.photos.records import PhotoRecord, PostRecord, RenditionRecord
from tintype.storage.queries import media_url

TONES = 8
NO_WORDS = "Photo without a description"
SENSITIVE = "Sensitive"
TILE_LENGTH = 120


def local(url: str) -> str:
    """Our own addresses without the host: the page works under every name that leads here."""
    return url.removeprefix(settings.TINTYPE_URL)


def media(key: str, is_public: bool) -> str:  # noqa: FBT001 - a template filter has positional arguments
    return local(media_url(key, public=is_public))


def _widths(photo: PhotoRecord) -> list[RenditionRecord]:
    # A small photo's larger renditions all have its own width; one of them is enough.
    by_width = {rendition.width: rendition for rendition in (photo.large, photo.medium, photo.small)}
    return sorted(by_width.values(), key=lambda rendition: rendition.width)


def photo_image(photo: PhotoRecord, is_public: bool, sizes: str) -> SafeString:  # noqa: FBT001 - as above
    candidates = [(media(rendition.key, is_public), rendition.width) for rendition in _widths(photo)]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        media(photo.medium.key, is_public),
        format_html_join(", ", "{} {}w", candidates),
        sizes,
        photo.width,
        photo.height,
        photo.alt or NO_WORDS,
    )


def square_image(post: PostRecord) -> SafeString:
    """The first photo of a post in a grid; words where there is none, or where it waits to be opened."""
    if not post.photos or post.is_sensitive:
        words = post.spoiler or (SENSITIVE if post.photos else post.caption[:TILE_LENGTH])
        return format_html('<span class="tile" dir="auto">{}</span>', words)
    photo = post.photos[0]
    small, medium = (media(one.key, post.is_public) for one in (photo.small, photo.medium))
    return format_html(
        '<img src="{}" srcset="{} 480w, {} 1080w" sizes="(min-width: 58rem) 19rem, 33vw"'
        ' width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        small,
        small,
        medium,
        photo.small.width,
        photo.small.height,
        photo.alt or post.caption[:TILE_LENGTH] or NO_WORDS,
    )


def kind(post: PostRecord) -> str:
    return "Photo" if post.photos else "Post"


def avatar(person: Person, size: str = "") -> SafeString:
    """Beside the name always, so screen readers pass over it."""
    if person.avatar_key:
        return format_html(
            '<img class="avatar {}" src="{}" alt="" width="112" height="112" loading="lazy">',
            size,
            media(person.avatar_key, is_public=True),
        )
    return format_html(
        '<span class="avatar {} tone-{}" aria-hidden="true">{}</span>',
        size,
        person.id // TONES % TONES,
        person.display_name[:1].upper(),
    )
