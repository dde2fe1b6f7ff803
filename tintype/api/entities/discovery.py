"""What apps read of the site before anybody signs in, and who did after that."""

from typing import Any, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.entities.types import Digits


@with_config(extra="forbid")
class OAuthError(TypedDict):
    error: str
    error_description: str


@with_config(extra="forbid")
class UserInfo(TypedDict):
    iss: str
    sub: Digits
    name: str
    preferred_username: str
    profile: str
    picture: str


@with_config(extra="forbid")
class AuthorizationServer(TypedDict):
    """RFC 8414."""

    issuer: str
    service_documentation: str
    authorization_endpoint: str
    token_endpoint: str
    app_registration_endpoint: str
    revocation_endpoint: str
    userinfo_endpoint: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    response_modes_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    revocation_endpoint_auth_methods_supported: list[str]
    code_challenge_methods_supported: list[str]


@with_config(extra="forbid")
class Link(TypedDict):
    rel: str
    href: str


@with_config(extra="forbid")
class Links(TypedDict):
    links: list[Link]


@with_config(extra="forbid")
class Software(TypedDict):
    name: str
    version: str


@with_config(extra="forbid")
class Services(TypedDict):
    inbound: list[str]
    outbound: list[str]


@with_config(extra="forbid")
class Users(TypedDict):
    total: int
    activeMonth: NotRequired[int]
    activeHalfyear: NotRequired[int]


@with_config(extra="forbid")
class Usage(TypedDict):
    users: Users
    localPosts: NotRequired[int]


@with_config(extra="forbid")
class NodeInfo(TypedDict):
    version: str
    software: Software
    protocols: list[str]
    services: Services
    openRegistrations: bool
    usage: Usage
    metadata: dict[str, Any]
