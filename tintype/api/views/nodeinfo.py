"""What kind of server this is, for programs that look before they speak."""

from django.conf import settings

from tintype.api.call import Call
from tintype.api.entities.discovery import Links, NodeInfo, Software
from tintype.api.params import NoParams
from tintype.api.routes import Who, route
from tintype.photos.numbers import numbers

SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0"
# Pixelfed's app refuses whoever does not give this name, and a version from 0.12.3 on, at an address of its own.
PIXELFED: Software = {"name": "pixelfed", "version": "0.12.5"}


@route("GET", "/.well-known/nodeinfo", who=Who.ANYBODY, answer=Links)
def links(call: Call, params: NoParams) -> Links:
    """Say where the NodeInfo document is."""
    return {"links": [{"rel": SCHEMA, "href": f"{settings.TINTYPE_URL}/nodeinfo/2.0"}]}


@route("GET", "/nodeinfo/2.0", who=Who.ANYBODY, answer=NodeInfo, differs="the software is tintype, upstream mastodon")
def nodeinfo(call: Call, params: NoParams) -> NodeInfo:
    """Tell name and version of the software and how many people use it."""
    return _document({"name": "tintype", "version": settings.TINTYPE_VERSION})


@route("GET", "/api/nodeinfo/2.0.json", who=Who.ANYBODY, answer=NodeInfo, differs="for Pixelfed's app it is Pixelfed")
def pixelfed_nodeinfo(call: Call, params: NoParams) -> NodeInfo:
    """Tell Pixelfed's app that it may sign in here."""
    return _document(PIXELFED)


def _document(software: Software) -> NodeInfo:
    size = numbers()
    return {
        "version": "2.0",
        "software": software,
        # Servers do not speak to each other here; the list may not be left out.
        "protocols": [],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": settings.TINTYPE_REGISTRATION in {"open", "approval"},
        "usage": {"users": {"total": size.people, "activeMonth": size.active}, "localPosts": size.posts},
        # Some libraries know no other name than those of the first of their kind.
        "metadata": {"upstream": {"name": "mastodon"}, "nodeName": settings.SITE_NAME},
    }
