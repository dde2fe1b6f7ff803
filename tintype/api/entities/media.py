"""Photos as apps see them."""

from tintype.api.entities.shapes import MediaAttachment, MediaMeta, Size
from tintype.photos.records import PhotoRecord, RenditionRecord
from tintype.storage.queries import media_url


def media_of(photo: PhotoRecord) -> MediaAttachment:
    """Without an address while it is being worked on."""
    large, small = photo.at(2048), photo.at(640)
    url = media_url(large.key, photo.stamp) if large else None
    return {
        "id": str(photo.id),
        "type": "image",
        "url": url,
        "preview_url": media_url(small.key, photo.stamp) if small else None,
        "remote_url": None,
        "preview_remote_url": None,
        "text_url": None,
        "meta": _meta(photo, large, small),
        "description": photo.alt or None,
        "blurhash": photo.blurhash or None,
        "is_nsfw": False,
        "license": None,
        "mime": "image/jpeg",
        "orientation": _orientation(photo),
        "filter_name": None,
        "filter_class": None,
        "optimized_url": url,
    }


def _meta(photo: PhotoRecord, large: RenditionRecord | None, small: RenditionRecord | None) -> MediaMeta:
    x, y = photo.focus
    meta: MediaMeta = {"focus": {"x": x, "y": y}}
    if large and small:
        # `original` is Mastodon's word for what stands at `url`.
        meta |= {"original": _size(large), "small": _size(small)}
    return meta


def _size(file: RenditionRecord) -> Size:
    size = f"{file.width}x{file.height}"
    return {"width": file.width, "height": file.height, "size": size, "aspect": file.width / file.height}


def _orientation(photo: PhotoRecord) -> str | None:
    if not photo.width:
        return None
    if photo.width == photo.height:
        return "square"
    return "landscape" if photo.width > photo.height else "portrait"
