"""docs/limits.md from the constants that set the limits."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

OPENING = """# Limits

What fits, and for how long. Each number stands in the code at the place that the last column names.

| what | limit | stands in |
| --- | --- | --- |
"""
RATES = """
## How often

One person may do this so often, counted in a moving window in Redis. Without Redis nothing is counted.
`TINTYPE_RATE_LIMITS=false` switches it off. Signing in, signing up and resetting a password are limited by allauth.

| what | how often |
| --- | --- |
"""
CLOSING = """
This page is written from the constants by `python -m tests.docs.generated`.
"""

Show = Callable[[Any], str]


def _of(unit: str) -> Show:
    return lambda value: f"{value:,} {unit}"


def _megabytes(value: int) -> str:
    return f"{value // 2**20:,} MB"


def _time(value: Any) -> str:
    seconds = int(value.total_seconds() if hasattr(value, "total_seconds") else value)
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds % length == 0 and seconds > length:
            return f"{seconds // length} {unit}"
    return f"{seconds} seconds"


def _often(rate: str) -> str:
    """60/hour, 300/30 minutes: as the library `limits` writes it."""
    times, _, span = rate.partition("/")
    return f"{times} in {span}" if span[0].isdigit() else f"{times} in an {span}"


def _list(value: tuple[int, ...]) -> str:
    return ", ".join(f"{number:,}" for number in value)


def _life(value: Any) -> str:
    longest = value.least_seconds + value.window_seconds
    unit, length = ("hours", 3600) if value.least_seconds % 86400 == 0 else ("minutes", 60)
    return f"{value.least_seconds // length} to {longest // length} {unit}"


LIMITS: list[tuple[str, str, Show]] = [
    ("photos in a post", "photos.limits.MOST_PHOTOS", str),
    ("a caption", "photos.limits.CAPTION_LENGTH", _of("characters")),
    ("different hashtags in a caption", "photos.limits.MOST_TAGS", str),
    ("hashtags that one person follows", "photos.limits.MOST_FOLLOWED_TAGS", _of("hashtags")),
    ("hashtags on a profile", "photos.limits.MOST_FEATURED_TAGS", str),
    ("the description of a photo", "photos.limits.ALT_LENGTH", _of("characters")),
    ("a comment", "photos.limits.COMMENT_LENGTH", _of("characters")),
    ("the warning before a post", "photos.limits.SPOILER_LENGTH", _of("characters")),
    ("pinned posts on a profile", "photos.limits.MOST_PINNED", str),
    ("comments of a post that an app gets", "photos.threads.MOST_IN_THREAD", _of("comments")),
    ("a user name: a to z, 0 to 9 and _", "accounts.names.USERNAME_LENGTH", _of("characters")),
    ("a name", "accounts.limits.NAME_LENGTH", _of("characters")),
    ("the text about oneself", "accounts.limits.BIO_LENGTH", _of("characters")),
    ("fields on a profile", "accounts.limits.MOST_FIELDS", str),
    ("either side of a field on a profile", "accounts.limits.FIELD_LENGTH", _of("characters")),
    ("the address of a website on a profile", "accounts.limits.WEBSITE_LENGTH", _of("characters")),
    ("why somebody wants to come in", "accounts.limits.REASON_LENGTH", _of("characters")),
    ("the words of a report", "accounts.limits.REPORT_LENGTH", _of("characters")),
    ("posts that one report names", "accounts.limits.MOST_REPORTED", _of("posts")),
    ("an uploaded photo", "storage.queries.LARGEST_UPLOAD_BYTES", _megabytes),
    ("a part of an upload", "photos.parts.PART_BYTES", _megabytes),
    ("pixels of an uploaded photo", "photos.imaging.records.MAX_PIXELS", _of("pixels")),
    ("either side of an uploaded photo", "photos.imaging.records.MAX_SIDE", _of("pixels")),
    ("widths of the renditions", "photos.imaging.records.WIDTHS", _list),
    ("height of a rendition, in widths of its class", "photos.imaging.pipeline.TALLEST", str),
    ("either side of an avatar", "photos.imaging.pipeline.AVATAR_SIDE", _of("pixels")),
    ("width of a header, three times its height", "photos.imaging.pipeline.HEADER_WIDTH", _of("pixels")),
    ("time to begin an upload that was signed", "storage.actions.UPLOAD_LIFE", _time),
    ("time until a photo that went into no post is deleted", "photos.tasks.ABANDONED", _time),
    ("life of a photo's address, for a post that everyone may see", "storage.media.LONG", _life),
    ("life of a photo's address, for any other post", "storage.media.SHORT", _life),
    ("memory of the process that decodes a photo", "photos.imaging.confine.MEMORY_BYTES", _megabytes),
    ("processor time for decoding a photo", "photos.imaging.confine.CPU_SECONDS", _of("seconds")),
    ("posts of a home feed that are kept in Redis", "feed.redis.FEED_LENGTH", str),
    ("time until a home feed that nobody reads leaves Redis", "feed.redis.FEED_SECONDS", _time),
    ("people whose posts one home feed gathers", "graph.sources.MOST_FOLLOWED", _of("people")),
    ("followers served by one fan-out task", "feed.tasks.FAN_OUT_BATCH", _of("people")),
    ("tries of a task before it is parked", "tasks.outbox.MAX_ATTEMPTS", str),
    ("time a worker has for a task", "tasks.outbox.LEASE_SECONDS", _of("seconds")),
    ("streaming connections of one person, or of an app by itself", "streaming.connections.MOST_OF_ONE", str),
    ("streaming connections of all", "streaming.connections.MOST_AT_ALL", _of("connections")),
    ("streams in one connection", "streaming.connections.MOST_STREAMS", str),
    ("news that wait for a slow reader before it is cut off", "streaming.connections.MOST_WAITING", str),
    ("validity of an API token", "accounts.limits.TOKEN_DAYS", _of("days")),
    ("logical shards", "sharding.scope.LOGICAL_SHARDS", _of("shards")),
]


def limits() -> str:
    rows = "".join(f"| {what} | {show(_value(place))} | `{place}` |\n" for what, place, show in LIMITS)
    rates = "".join(f"| {name} | {_often(rate)} |\n" for name, rate in _value("lib.ratelimit.RATES").items())
    return OPENING + rows + RATES + rates + CLOSING


def _value(place: str) -> Any:
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"tintype.{module}"), name)
