"""What everybody may know of this place, and what it has none of."""

from typing import Any

from django.conf import settings

from tintype.api.call import Call
from tintype.api.entities import instance as site
from tintype.api.entities.shapes import Empty
from tintype.api.entities.site import FormerInstance, Instance, Language, Text
from tintype.api.html import html_of
from tintype.api.params import NoParams
from tintype.api.routes import Who, route
from tintype.lib.errors import NotFound

# When these texts were last changed.
WRITTEN_AT = "2026-11-23T00:00:00.000Z"
PRIVACY = """What you post is seen by whom you choose: everybody, your followers, or the people you mention.

Photos are stored without the place and the camera they were taken with.

Your e-mail address is shown to nobody; it is there so that a lost password can be set anew. Whoever runs this place \
can read what is stored in it."""


@route("GET", "/api/v2/instance", who=Who.EVERYBODY, answer=Instance)
def instance(call: Call, params: NoParams) -> Instance:
    """Describe this place and its limits."""
    return site.instance()


@route("GET", "/api/v1/instance", who=Who.EVERYBODY, answer=FormerInstance)
def former_instance(call: Call, params: NoParams) -> FormerInstance:
    """Describe this place and its limits, for older apps."""
    return site.former_instance()


@route("GET", "/api/v1/instance/extended_description", who=Who.EVERYBODY, answer=Text)
def extended_description(call: Call, params: NoParams) -> Text:
    """Say what this place is for."""
    return Text(updated_at=WRITTEN_AT, content=html_of(site.description()))


@route("GET", "/api/v1/instance/privacy_policy", who=Who.EVERYBODY, answer=Text)
def privacy_policy(call: Call, params: NoParams) -> Text:
    """Say who sees what people post."""
    return Text(updated_at=WRITTEN_AT, content=html_of(f"{settings.SITE_NAME}\n\n{PRIVACY}"))


@route("GET", "/api/v1/instance/languages", who=Who.EVERYBODY, answer=list[Language])
def languages(call: Call, params: NoParams) -> list[Language]:
    """List the languages of the pages."""
    return [Language(code="en", name="English")]


@route("GET", "/api/v1/instance/rules", who=Who.EVERYBODY, answer=list[Any], differs="always empty: there is no list")
def rules(call: Call, params: NoParams) -> list[Any]:
    """List the rules of this place."""
    return []


@route("GET", "/api/v1/instance/peers", who=Who.EVERYBODY, answer=list[str], differs="always empty: there are none")
def peers(call: Call, params: NoParams) -> list[str]:
    """List the other sites that are known here."""
    return []


@route("GET", "/api/v1/instance/domain_blocks", who=Who.EVERYBODY, answer=list[Any], differs="always empty: as peers")
def blocked_sites(call: Call, params: NoParams) -> list[Any]:
    """List the other sites that are shut out."""
    return []


@route("GET", "/api/v1/instance/activity", who=Who.EVERYBODY, answer=list[Any], differs="always empty: is not counted")
def activity(call: Call, params: NoParams) -> list[Any]:
    """List how much went on in the last weeks."""
    return []


@route("GET", "/api/v1/instance/translation_languages", who=Who.EVERYBODY, answer=Empty)
def translation_languages(call: Call, params: NoParams) -> Empty:
    """List what can be translated into what: nothing is translated."""
    return {}


@route("GET", "/api/v1/custom_emojis", who=Who.EVERYBODY, answer=list[Any], differs="always empty: there are none")
def custom_emojis(call: Call, params: NoParams) -> list[Any]:
    """List the emoji of this place."""
    return []


@route("GET", "/api/v1/announcements", answer=list[Any], differs="always empty: nothing is announced")
def announcements(call: Call, params: NoParams) -> list[Any]:
    """List what those who run this place have to say."""
    return []


@route(
    "POST",
    "/api/v1/announcements/<str:announcement_id>/dismiss",
    scope="write:accounts",
    answer=Empty,
    statuses=(404,),
    differs="there are none to dismiss",
)
def dismiss_announcement(call: Call, params: NoParams, announcement_id: str) -> Empty:
    """Say that one has read what those who run this place had to say."""
    raise NotFound
