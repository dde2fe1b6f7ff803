"""What apps must know before they send anything: from the limits by which the rooms judge it."""

from django.conf import settings

from tintype.accounts.limits import BIO_LENGTH, FIELD_LENGTH, MOST_FIELDS, NAME_LENGTH
from tintype.api.entities.site import (
    AccountLimits,
    Configuration,
    MediaLimits,
    PollLimits,
    StatusLimits,
    TimelineAccess,
    Urls,
)
from tintype.notify.vapid import public_key
from tintype.photos.imaging.records import MAX_PIXELS
from tintype.photos.imaging.sniff import ACCEPTED_TYPES
from tintype.photos.limits import ALT_LENGTH, CAPTION_LENGTH, MOST_FEATURED_TAGS, MOST_PHOTOS, MOST_PINNED
from tintype.storage.queries import LARGEST_UPLOAD_BYTES

# As apps count an address in a text; here its own characters count.
URL_CHARACTERS = 23


def configuration() -> Configuration:
    return Configuration(
        urls=_urls(),
        vapid={"public_key": public_key()},
        accounts=_accounts(),
        statuses=StatusLimits(
            max_characters=CAPTION_LENGTH,
            max_media_attachments=MOST_PHOTOS,
            characters_reserved_per_url=URL_CHARACTERS,
            supported_mime_types=["text/plain"],
        ),
        media_attachments=_media(),
        # There are none; apps that offer one all the same look these up.
        polls=PollLimits(max_options=0, max_characters_per_option=0, min_expiration=0, max_expiration=0),
        translation={"enabled": False},
        timelines_access=_access(),
        limited_federation=False,
    )


def _urls() -> Urls:
    urls = Urls(about=f"{settings.TINTYPE_URL}/", privacy_policy=None, terms_of_service=None)
    if settings.TINTYPE_STREAMING_URL:
        urls["streaming"] = settings.TINTYPE_STREAMING_URL
    return urls


def _accounts() -> AccountLimits:
    return AccountLimits(
        max_featured_tags=MOST_FEATURED_TAGS,
        max_pinned_statuses=MOST_PINNED,
        max_profile_fields=MOST_FIELDS,
        profile_field_name_limit=FIELD_LENGTH,
        profile_field_value_limit=FIELD_LENGTH,
        max_display_name_length=NAME_LENGTH,
        max_note_length=BIO_LENGTH,
    )


def _media() -> MediaLimits:
    return MediaLimits(
        supported_mime_types=sorted(ACCEPTED_TYPES),
        description_limit=ALT_LENGTH,
        image_size_limit=LARGEST_UPLOAD_BYTES,
        image_matrix_limit=MAX_PIXELS,
        video_size_limit=0,
        video_frame_rate_limit=0,
        video_matrix_limit=0,
    )


def _access() -> TimelineAccess:
    return TimelineAccess(
        live_feeds={"local": "public", "remote": "disabled"},
        hashtag_feeds={"local": "public", "remote": "disabled"},
        trending_link_feeds={"local": "disabled", "remote": "disabled"},
    )
