"""Photos and faces as HTML, with sizes, so that nothing jumps while they come in."""

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tintype.accounts.records import Person
from tintype.photos.records import PhotoRecord, PostRecord
from tintype.storage.queries import media_url

TONES = 8
NO_WORDS = "Photo without a description"
SENSITIVE = "Sensitive"
TILE_LENGTH = 120
WIDEST = 2048


def local(url: str) -> str:
    """Our own addresses without the host: the page works under every name that leads here."""
    return url.removeprefix(settings.TINTYPE_URL)


def face(key: str) -> str:
    return local(media_url(key))


def picture(photo: PhotoRecord, width: int) -> str:
    """The address of a file that is at least this wide, where there is one."""
    file = photo.at(width)
    return local(media_url(file.key, photo.stamp)) if file else ""


def _candidates(photo: PhotoRecord, widest: int = WIDEST) -> SafeString:
    """For srcset. A small photo's files may all have its own width; one of each width is enough."""
    by_width = {file.width: file for file in photo.in_format("jpg") if file.width <= widest}
    addresses = ((local(media_url(file.key, photo.stamp)), width) for width, file in by_width.items())
    return format_html_join(", ", "{} {}w", addresses)


def photo_image(photo: PhotoRecord, sizes: str) -> SafeString:
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        picture(photo, 1080),
        _candidates(photo),
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
    return format_html(
        '<img src="{}" srcset="{}" sizes="(min-width: 58rem) 19rem, 33vw"'
        ' width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        picture(photo, 320),
        _candidates(photo, 1080),
        photo.width,
        photo.height,
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
            face(person.avatar_key),
        )
    return format_html(
        '<span class="avatar {} tone-{}" aria-hidden="true">{}</span>',
        size,
        person.id // TONES % TONES,
        person.display_name[:1].upper(),
    )
