"""A person's own account, with what only they are to know."""

from collections.abc import Mapping
from typing import Any

from tintype.accounts.queries import own_settings
from tintype.accounts.records import Person
from tintype.api.entities.account import account_of
from tintype.api.entities.shapes import CredentialAccount, Field, Role, Source
from tintype.api.entities.visibility import shown
from tintype.api.people import own_person
from tintype.graph.queries import request_count

# What Pixelfed's app asks for and keeps. Tintype has no use for them; the app shows them as they were set.
WISHES = {
    "crawlable": True,
    "disable_embeds": True,
    "high_contrast_mode": False,
    "indexable": True,
    "media_descriptions": False,
    "public_dm": False,
    "reduce_motion": False,
    "show_atom": False,
    "show_profile_follower_count": True,
    "show_profile_following_count": True,
    "video_autoplay": False,
}
EVERYBODY = Role(id="-99", name="", permissions="0", color="", highlighted=False)


def credential_account(viewer: int) -> CredentialAccount:
    """Raises ApiError for whoever was shut out a moment ago."""
    who, own = own_person(viewer), own_settings(viewer)
    account = account_of(who)
    settings = {name: bool(own.wishes.get(name, usual)) for name, usual in WISHES.items()}
    settings["is_suggestable"] = who.is_discoverable
    return {**account, "source": _source(who, own.posting), "role": EVERYBODY, "settings": settings}


def privacy(person: Person, posting: Mapping[str, Any]) -> str:
    """Who sees a new post, where its author says nothing about it."""
    return str(posting.get("visibility") or ("followers" if person.is_private else "public"))


def _source(person: Person, posting: Mapping[str, Any]) -> Source:
    return Source(
        privacy=shown(privacy(person, posting)),
        sensitive=bool(posting.get("is_sensitive")),
        language=posting.get("language") or None,
        note=person.bio,
        fields=[Field(name=name, value=value, verified_at=None) for name, value in person.fields],
        follow_requests_count=request_count(person.id),
        hide_collections=person.hides_follows,
        discoverable=person.is_discoverable,
        indexable=person.is_discoverable and not person.is_private,
        attribution_domains=[],
        quote_policy="nobody",
    )
