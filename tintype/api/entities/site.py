"""What apps ask of this place as a whole, key by key."""

from typing import Any, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.entities.shapes import Account
from tintype.api.entities.types import Html, Moment


@with_config(extra="forbid")
class AccountLimits(TypedDict):
    max_featured_tags: int
    max_pinned_statuses: int
    max_profile_fields: int
    profile_field_name_limit: int
    profile_field_value_limit: int
    max_display_name_length: int
    max_note_length: int


@with_config(extra="forbid")
class StatusLimits(TypedDict):
    max_characters: int
    max_media_attachments: int
    characters_reserved_per_url: int
    supported_mime_types: list[str]


@with_config(extra="forbid")
class MediaLimits(TypedDict):
    supported_mime_types: list[str]
    description_limit: int
    image_size_limit: int
    image_matrix_limit: int
    video_size_limit: int
    video_frame_rate_limit: int
    video_matrix_limit: int


@with_config(extra="forbid")
class PollLimits(TypedDict):
    max_options: int
    max_characters_per_option: int
    min_expiration: int
    max_expiration: int


@with_config(extra="forbid")
class Enabled(TypedDict):
    enabled: bool


@with_config(extra="forbid")
class Access(TypedDict):
    local: str
    remote: str


@with_config(extra="forbid")
class TimelineAccess(TypedDict):
    live_feeds: Access
    hashtag_feeds: Access
    trending_link_feeds: Access


@with_config(extra="forbid")
class Urls(TypedDict):
    streaming: NotRequired[str]
    about: str
    privacy_policy: str | None
    terms_of_service: str | None


@with_config(extra="forbid")
class VapidKey(TypedDict):
    public_key: str


@with_config(extra="forbid")
class Configuration(TypedDict):
    urls: Urls
    vapid: VapidKey
    accounts: AccountLimits
    statuses: StatusLimits
    media_attachments: MediaLimits
    polls: PollLimits
    translation: Enabled
    timelines_access: TimelineAccess
    limited_federation: bool


@with_config(extra="forbid")
class FormerUrls(TypedDict):
    streaming_api: NotRequired[str]


@with_config(extra="forbid")
class Stats(TypedDict):
    user_count: int
    status_count: int
    domain_count: int


@with_config(extra="forbid")
class FormerInstance(TypedDict):
    """For `/api/v1/instance`."""

    uri: str
    title: str
    short_description: str
    description: str
    email: str
    version: str
    urls: FormerUrls
    stats: Stats
    thumbnail: str
    languages: list[str]
    registrations: bool
    approval_required: bool
    invites_enabled: bool
    configuration: Configuration
    contact_account: Account | None
    rules: list[Any]


@with_config(extra="forbid")
class Thumbnail(TypedDict):
    url: str
    blurhash: str | None
    versions: dict[str, str]


@with_config(extra="forbid")
class ActiveUsers(TypedDict):
    active_month: int


@with_config(extra="forbid")
class InstanceUsage(TypedDict):
    users: ActiveUsers


@with_config(extra="forbid")
class Registrations(TypedDict):
    enabled: bool
    approval_required: bool
    reason_required: bool
    message: str | None
    url: str | None
    min_age: int | None


@with_config(extra="forbid")
class ApiVersions(TypedDict):
    mastodon: int


@with_config(extra="forbid")
class Contact(TypedDict):
    email: str
    account: Account | None


@with_config(extra="forbid")
class Icon(TypedDict):
    src: str
    size: str


@with_config(extra="forbid")
class Instance(TypedDict):
    domain: str
    title: str
    version: str
    source_url: str
    description: str
    usage: InstanceUsage
    thumbnail: Thumbnail
    icon: list[Icon]
    languages: list[str]
    configuration: Configuration
    registrations: Registrations
    api_versions: ApiVersions
    contact: Contact
    rules: list[Any]


@with_config(extra="forbid")
class Text(TypedDict):
    updated_at: Moment
    content: Html


@with_config(extra="forbid")
class Language(TypedDict):
    code: str
    name: str
