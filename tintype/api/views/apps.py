"""Apps make themselves known."""

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from tintype.accounts.client_apps import AppRecord, app_record, register_app
from tintype.api.call import Call
from tintype.api.entities.shapes import Application, CredentialApplication
from tintype.api.errors import unauthorized
from tintype.api.params import NoParams, Params
from tintype.api.routes import Who, route
from tintype.notify.vapid import public_key


def _addresses(value: Any) -> list[str]:
    """A list, or a text with white space between."""
    found = value if isinstance(value, list) else [value]
    return [address for text in found for address in str(text).split()]


Addresses = Annotated[list[str], BeforeValidator(_addresses), WithJsonSchema({"type": ["string", "array"]})]


class AppParams(Params):
    client_name: str
    redirect_uris: Addresses
    scopes: str = ""
    website: str = ""


def _application(app: AppRecord) -> Application:
    return {
        "id": str(app.id),
        "name": app.name,
        "website": app.website or None,
        "scopes": list(app.scopes),
        "redirect_uris": list(app.redirect_uris),
        "redirect_uri": "\n".join(app.redirect_uris),
        "vapid_key": public_key(),
    }


@route(
    "POST",
    "/api/v1/apps",
    who=Who.ANYBODY,
    answer=CredentialApplication,
    rate="apps",
    differs="scopes that begin with `admin:` are left out, here and wherever an app asks for them",
)
def register(call: Call, params: AppParams) -> CredentialApplication:
    """Register an app."""
    made = register_app(params.client_name, params.redirect_uris, params.scopes, params.website)
    return {
        **_application(made.app),
        "client_id": made.client_id,
        "client_secret": made.client_secret,
        "client_secret_expires_at": 0,
    }


@route("GET", "/api/v1/apps/verify_credentials", who=Who.APP, answer=Application)
def verify_credentials(call: Call, params: NoParams) -> Application:
    """Show the app that a token was made for."""
    if call.holder is None:
        raise unauthorized()
    return _application(app_record(call.holder.application_id))
