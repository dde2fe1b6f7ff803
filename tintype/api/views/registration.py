"""Signing up through an app."""

from http import HTTPStatus

from tintype.accounts.client_apps import app_record
from tintype.accounts.errors import RegistrationRefused
from tintype.accounts.issuing import issue
from tintype.accounts.registration import is_open, register
from tintype.api.call import Call
from tintype.api.entities.shapes import Token
from tintype.api.errors import ApiError, invalid, unauthorized
from tintype.api.params import Flag, Params
from tintype.api.routes import Who, route

# Mastodon's words for what is wrong with a field.
CODES = {
    "unique": "ERR_TAKEN",
    "blank": "ERR_BLANK",
    "null": "ERR_BLANK",
    "max_length": "ERR_TOO_LONG",
    "password_too_short": "ERR_TOO_SHORT",
}
NOT_AGREED = "must be accepted"


class SignUpParams(Params):
    username: str = ""
    email: str = ""
    password: str = ""
    agreement: Flag = False
    locale: str = ""
    reason: str = ""
    invite_code: str = ""


@route(
    "POST",
    "/api/v1/accounts",
    who=Who.APP,
    scope="write:accounts",
    answer=Token,
    rate="signup",
    differs="`invite_code` is the code of an invitation; no mail has to be answered",
)
def sign_up(call: Call, params: SignUpParams) -> Token:
    """Make an account, and a token of it for the app; where somebody has to let people in, it is good after that."""
    holder = call.holder
    if holder is None:
        raise unauthorized()
    if holder.account_id is not None:
        raise invalid("This is for the token of an app without a person")
    if not is_open():
        raise ApiError(HTTPStatus.FORBIDDEN, "This action is not allowed")
    if not params.agreement:
        raise _refused(RegistrationRefused({"agreement": [("ERR_ACCEPTED", NOT_AGREED)]}))
    try:
        account_id = register(
            params.username, params.email, params.password, invite=params.invite_code, reason=params.reason
        )
    except RegistrationRefused as refused:
        raise _refused(refused) from None
    issued = issue(holder.application_id, account_id, " ".join(app_record(holder.application_id).scopes))
    return {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "scope": issued.scope,
        "created_at": int(issued.created_at.timestamp()),
        "refresh_token": issued.refresh_token,
        "expires_in": issued.expires_in,
    }


def _refused(refused: RegistrationRefused) -> ApiError:
    details = {
        field: [{"error": _code(code), "description": message} for code, message in wrong]
        for field, wrong in refused.details.items()
    }
    named = "; ".join(
        f"{field}: {' '.join(message for _, message in wrong)}" for field, wrong in refused.details.items()
    )
    return invalid(named, details=details)


def _code(code: str) -> str:
    return code if code.startswith("ERR_") else CODES.get(code, "ERR_INVALID")
