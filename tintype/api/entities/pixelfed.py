"""What Pixelfed's app asks for beyond Mastodon's, key by key."""

from typing import Any

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.entities.types import Digits, Moment


@with_config(extra="forbid")
class ComposeSettings(TypedDict):
    default_license: int
    media_descriptions: bool
    max_altext_length: int
    default_scope: str


@with_config(extra="forbid")
class TimelineWishes(TypedDict):
    show_public: bool
    show_network: bool
    hide_likes_shares: bool


@with_config(extra="forbid")
class MediaWishes(TypedDict):
    hide_public_behind_cw: bool
    always_show_cw: bool
    show_alt_text: bool


@with_config(extra="forbid")
class Appearance(TypedDict):
    links_use_in_app_browser: bool
    theme: str


@with_config(extra="forbid")
class CommonWishes(TypedDict):
    timelines: TimelineWishes
    media: MediaWishes
    appearance: Appearance


@with_config(extra="forbid")
class AppSettings(TypedDict):
    id: Digits
    username: str
    updated_at: Moment | None
    common: CommonWishes


@with_config(extra="forbid")
class AccountRules(TypedDict):
    max_avatar_size: int
    max_bio_length: int
    max_name_length: int
    min_password_length: int


@with_config(extra="forbid")
class Uploader(TypedDict):
    max_photo_size: int
    max_caption_length: int
    max_altext_length: int
    album_limit: int
    image_quality: int
    max_collection_length: int
    optimize_image: bool
    optimize_video: bool
    media_types: str
    mime_types: list[str]
    enforce_account_limit: bool


@with_config(extra="forbid")
class Site(TypedDict):
    name: str
    domain: str
    url: str
    description: str


@with_config(extra="forbid")
class Config(TypedDict):
    version: str
    open_registration: bool
    account: AccountRules
    uploader: Uploader
    site: Site
    features: dict[str, Any]


@with_config(extra="forbid")
class Nag(TypedDict):
    active: bool


@with_config(extra="forbid")
class PushState(TypedDict):
    version: str
    username: str
    profile_id: Digits
    notify_enabled: bool
    has_token: bool
    notify_like: bool
    notify_follow: bool
    notify_mention: bool
    notify_comment: bool


class PushCompared(PushState):
    match: bool
    has_existing: bool
