"""What apps get, key by key: Mastodon's entities with what Pixelfed's app reads beyond them.

One definition is the schema in the OpenAPI document and what mypy holds the builders to. Every key is always there.
"""

from typing import Any, Literal, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.entities.types import Day, Digits, Html, Moment

Visibility = Literal["public", "unlisted", "private", "direct"]


@with_config(extra="forbid")
class Empty(TypedDict):
    """Done, and nothing to tell."""


@with_config(extra="forbid")
class Field(TypedDict):
    name: str
    value: Html
    verified_at: Moment | None


@with_config(extra="forbid")
class Account(TypedDict):
    id: Digits
    username: str
    acct: str
    display_name: str
    locked: bool
    bot: bool
    group: bool
    discoverable: bool
    indexable: bool
    noindex: bool
    created_at: Moment
    note: Html
    url: str
    uri: str
    avatar: str
    avatar_static: str
    header: str
    header_static: str
    followers_count: int
    following_count: int
    statuses_count: int
    last_status_at: Day | None
    hide_collections: bool
    emojis: list[Any]
    fields: list[Field]
    roles: list[Any]
    note_text: str
    website: str
    local: bool
    is_admin: bool
    header_bg: str | None
    pronouns: list[str]
    location: str | None
    last_fetched_at: Moment | None


@with_config(extra="forbid")
class Source(TypedDict):
    privacy: Visibility
    sensitive: bool
    language: str | None
    note: str
    fields: list[Field]
    follow_requests_count: int
    hide_collections: bool
    discoverable: bool
    indexable: bool
    attribution_domains: list[str]
    quote_policy: str


@with_config(extra="forbid")
class Role(TypedDict):
    id: str
    name: str
    permissions: str
    color: str
    highlighted: bool


class CredentialAccount(Account):
    """One's own account."""

    source: Source
    role: Role
    # What Pixelfed's app keeps of its own; each is yes or no.
    settings: dict[str, bool]


@with_config(extra="forbid")
class Size(TypedDict):
    width: int
    height: int
    size: str
    aspect: float


@with_config(extra="forbid")
class Focus(TypedDict):
    x: float
    y: float


@with_config(extra="forbid")
class MediaMeta(TypedDict):
    focus: Focus
    original: NotRequired[Size]
    small: NotRequired[Size]


@with_config(extra="forbid")
class MediaAttachment(TypedDict):
    id: Digits
    type: Literal["image", "unknown"]
    # None while the photo is being worked on.
    url: str | None
    preview_url: str | None
    remote_url: None
    preview_remote_url: None
    text_url: str | None
    meta: MediaMeta
    description: str | None
    blurhash: str | None
    is_nsfw: bool
    license: None
    mime: str
    orientation: str | None
    filter_name: None
    filter_class: None
    optimized_url: str | None


@with_config(extra="forbid")
class AppName(TypedDict):
    name: str
    website: str | None


@with_config(extra="forbid")
class Mention(TypedDict):
    id: Digits
    username: str
    url: str
    acct: str


@with_config(extra="forbid")
class TagName(TypedDict):
    name: str
    url: str


@with_config(extra="forbid")
class LikedBy(TypedDict):
    id: Digits
    username: str
    url: str
    others: bool
    total_count: int
    total_count_pretty: str


@with_config(extra="forbid")
class QuoteApproval(TypedDict):
    automatic: list[str]
    manual: list[str]
    current_user: str


@with_config(extra="forbid")
class Status(TypedDict):
    id: Digits
    uri: str
    url: str
    created_at: Moment
    edited_at: Moment | None
    account: Account
    content: Html
    visibility: Visibility
    sensitive: bool
    spoiler_text: str
    media_attachments: list[MediaAttachment]
    application: AppName | None
    mentions: list[Mention]
    tags: list[TagName]
    emojis: list[Any]
    replies_count: int
    reblogs_count: int
    favourites_count: int
    quotes_count: int
    in_reply_to_id: Digits | None
    in_reply_to_account_id: Digits | None
    reblog: "Status | None"
    poll: None
    card: None
    quote: None
    quote_approval: QuoteApproval
    language: str | None
    favourited: bool
    reblogged: bool
    muted: bool
    bookmarked: bool
    pinned: bool
    filtered: list[Any]
    # Of one's own that was just deleted.
    text: NotRequired[str]
    pf_type: Literal["photo", "photo:album", "text"]
    content_text: str
    reply_count: int
    liked_by: LikedBy | None
    local: bool
    comments_disabled: bool
    place: None
    shortcode: str
    # In one's own favourites.
    liked_at: NotRequired[Moment]
    taggedPeople: list[Any]


@with_config(extra="forbid")
class Context(TypedDict):
    ancestors: list[Status]
    descendants: list[Status]


@with_config(extra="forbid")
class StatusSource(TypedDict):
    id: Digits
    text: str
    spoiler_text: str


@with_config(extra="forbid")
class StatusEdit(TypedDict):
    content: Html
    spoiler_text: str
    sensitive: bool
    created_at: Moment
    account: Account
    media_attachments: list[MediaAttachment]
    emojis: list[Any]


@with_config(extra="forbid")
class Relationship(TypedDict):
    id: Digits
    following: bool
    showing_reblogs: bool
    notifying: bool
    languages: None
    followed_by: bool
    blocking: bool
    blocked_by: bool
    muting: bool
    muting_notifications: bool
    muting_expires_at: Moment | None
    requested: bool
    requested_by: bool
    domain_blocking: bool
    endorsed: bool
    note: str
    following_since: Moment | None


@with_config(extra="forbid")
class FamiliarFollowers(TypedDict):
    id: Digits
    accounts: list[Account]


@with_config(extra="forbid")
class PeopleList(TypedDict):
    id: Digits
    title: str
    replies_policy: Literal["followed", "list", "none"]
    exclusive: bool


@with_config(extra="forbid")
class TagDay(TypedDict):
    day: Digits
    uses: Digits
    accounts: Digits


@with_config(extra="forbid")
class Tag(TypedDict):
    id: Digits
    name: str
    url: str
    history: list[TagDay]
    following: bool
    featuring: bool
    count: int


@with_config(extra="forbid")
class FeaturedTag(TypedDict):
    id: Digits
    name: str
    url: str
    statuses_count: Digits
    last_status_at: Day | None


@with_config(extra="forbid")
class Search(TypedDict):
    accounts: list[Account]
    statuses: list[Status]
    hashtags: list[Tag]


@with_config(extra="forbid")
class Notification(TypedDict):
    id: Digits
    type: Literal["mention", "status", "reblog", "follow", "follow_request", "favourite", "update"]
    created_at: Moment
    group_key: str
    account: Account
    status: NotRequired[Status]


@with_config(extra="forbid")
class Count(TypedDict):
    count: int


@with_config(extra="forbid")
class MarkerAt(TypedDict):
    last_read_id: Digits
    version: int
    updated_at: Moment


@with_config(extra="forbid")
class Markers(TypedDict):
    home: NotRequired[MarkerAt]
    notifications: NotRequired[MarkerAt]


@with_config(extra="forbid")
class PushSubscription(TypedDict):
    id: Digits
    endpoint: str
    standard: bool
    alerts: dict[str, bool]
    server_key: str
    policy: Literal["all", "followed", "follower", "none"]


@with_config(extra="forbid")
class Conversation(TypedDict):
    id: Digits
    unread: bool
    accounts: list[Account]
    last_status: Status | None


@with_config(extra="forbid")
class Token(TypedDict):
    access_token: str
    token_type: Literal["Bearer"]
    scope: str
    created_at: int
    # Pixelfed's app fails without these two. Without a person there is nothing to refresh.
    refresh_token: NotRequired[str]
    expires_in: int


@with_config(extra="forbid")
class Application(TypedDict):
    id: Digits
    name: str
    website: str | None
    scopes: list[str]
    redirect_uris: list[str]
    redirect_uri: str
    vapid_key: str


class CredentialApplication(Application):
    """With what the app needs to ask for tokens, shown once."""

    client_id: str
    client_secret: str
    client_secret_expires_at: int


@with_config(extra="forbid")
class Report(TypedDict):
    id: Digits
    action_taken: bool
    action_taken_at: Moment | None
    category: Literal["spam", "legal", "violation", "other"]
    comment: str
    forwarded: bool
    created_at: Moment
    status_ids: list[Digits]
    rule_ids: list[str]
    target_account: Account
