"""Photos and faces as HTML, with sizes, so that nothing jumps while they come in."""

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tintype.accounts.records import Person
from tintype.photos.imaging.sniff import ACCEPTED_TYPES
from tintype.photos.records import PhotoRecord, PostRecord, RenditionRecord
from tintype.storage.queries import media_url

TONES = 8
NO_WORDS = "Photo without a description"
SENSITIVE = "Sensitive"
TILE_LENGTH = 120


# Of types, as people know them.
KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", "image/gif": "GIF"}


def accepted_types() -> str:
    """For `accept` of a file input: what is decoded, and nothing else. Safari makes JPEGs of HEICs for it."""
    return ",".join(sorted(ACCEPTED_TYPES))


def accepted_words() -> str:
    *others, last = (KINDS.get(name, name.removeprefix("image/").upper()) for name in sorted(ACCEPTED_TYPES))
    return f"{', '.join(others)} or {last}"


def local(url: str) -> str:
    """Our own addresses without the host: the page works under every name that leads here."""
    return url.removeprefix(settings.TINTYPE_URL)


def face(key: str) -> str:
    return local(media_url(key))


def picture(photo: PhotoRecord, width: int) -> str:
    """The address of a file that is at least this wide, where there is one."""
    file = photo.at(width)
    return local(media_url(file.key, photo.stamp)) if file else ""


def _candidates(files: list[RenditionRecord], stamp: str) -> SafeString:
    """For srcset. A small photo's files may all have its own width; one of each width is enough."""
    by_width = {file.width: file for file in files}
    addresses = ((local(media_url(file.key, stamp)), width) for width, file in by_width.items())
    return format_html_join(", ", "{} {}w", addresses)


def _sources(photo: PhotoRecord, sizes: str, widths: range) -> SafeString:
    """What browsers choose from, smaller formats first. The JPEG beside it has one width only.

    One browser in thirty does not know WebP, and each address is 130 bytes that do not compress.
    """
    offered = ((name, [file for file in photo.in_format(name) if file.width in widths]) for name in ("avif", "webp"))
    return format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((name, _candidates(files, photo.stamp), sizes) for name, files in offered if files),
    )


def _image(photo: PhotoRecord, *, alt: str, sizes: str, width: int, widths: range) -> SafeString:
    """`width` is that of the JPEG, `widths` are those of the other formats. app.js paints the blur until it comes."""
    return format_html(
        "<picture>{}"
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async" data-colour="{}" data-blur="{}">'
        "</picture>",
        _sources(photo, sizes, widths),
        picture(photo, width),
        photo.width,
        photo.height,
        alt,
        photo.colour,
        photo.blurhash,
    )


def photo_image(photo: PhotoRecord, sizes: str) -> SafeString:
    return _image(photo, alt=photo.alt or NO_WORDS, sizes=sizes, width=1080, widths=range(200, 4096))


def square_image(post: PostRecord) -> SafeString:
    """The first photo of a post in a grid; words where there is none to be shown, or where it waits to be opened."""
    if not post.is_ready:
        return format_html('<span class="tile">{}</span>', "Not posted" if post.problems else "Getting ready")
    if not post.photos or post.is_sensitive:
        words = post.spoiler or (SENSITIVE if post.photos else post.caption[:TILE_LENGTH])
        return format_html('<span class="tile" dir="auto">{}</span>', words)
    photo = post.photos[0]
    # It covers the square, so a wide one is drawn wider than that.
    times = max(1, photo.width / photo.height) if photo.height else 1
    sizes = f"(min-width: 58rem) {19 * times:.3g}rem, {33 * times:.3g}vw"
    alt = photo.alt or post.caption[:TILE_LENGTH] or NO_WORDS
    return _image(photo, alt=alt, sizes=sizes, width=640, widths=range(1200))


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
