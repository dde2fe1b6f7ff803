"""What apps may ask for and the map of routes does not have: answered elsewhere, or not at all, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Elsewhere:
    """Answered, by another part."""

    how: str


@dataclass(frozen=True)
class Absent:
    why: str


_POLLS = Absent("a photo network has no polls")
_SCHEDULE = Absent("posts are not scheduled")
_STORIES = Absent("there are no stories; the carousel is empty, so no app asks for this")
_COLLECTIONS = Absent("there are no collections")
_FEATURED = Absent("profiles show no people; the list of them is empty")
_FILTERS = Absent("words are not filtered; the list is empty")
_SIGN_UP = Absent("people sign up in the browser or by POST /api/v1/accounts")
_ADMIN = Absent("the operator works with `tintype` on the command line; `is_admin` is false, so apps do not ask")
_STREAMING = Elsewhere("the streaming server, at the address that the instance names")

# "METHOD path" with {} for its variable parts.
BESIDES: dict[str, Elsewhere | Absent] = {
    "GET /health": Elsewhere("the word OK, beside the pages"),
    "GET /oauth/authorize": Elsewhere("a page; it always asks and names the account, so `force_login` adds nothing"),
    "POST /oauth/authorize": Elsewhere("what that page sends"),
    "GET /.well-known/webfinger": Absent("Tintype does not federate"),
    "GET /.well-known/host-meta": Absent("it says where WebFinger is"),
    **{f"POST /api/v1/accounts/{{}}/{name}": _FEATURED for name in ("endorse", "pin")},
    **{f"{method} /api/v2/filters/{{}}": _FILTERS for method in ("GET", "PUT", "DELETE")},
    "POST /api/v2/filters": _FILTERS,
    **{f"{method} /api/v1/scheduled_statuses/{{}}": _SCHEDULE for method in ("GET", "PUT", "DELETE")},
    "GET /api/v1/polls/{}": _POLLS,
    "POST /api/v1/polls/{}/votes": _POLLS,
    "POST /api/v1/statuses/{}/translate": Absent("nothing is translated; the instance says so"),
    "GET /api/oembed": Absent("pages cannot be embedded elsewhere"),
    "POST /api/v1/emails/confirmations": Absent("addresses are not confirmed by mail"),
    **{
        f"{method} /api/v1.1/collections/{rest}": _COLLECTIONS
        for method, rest in (
            ("GET", "accounts/{}"),
            ("GET", "items/{}"),
            ("GET", "view/{}"),
            ("POST", "add"),
            ("POST", "update/{}"),
            ("POST", "remove"),
            ("DELETE", "delete/{}"),
        )
    },
    "GET /i/app-email-verify": _SIGN_UP,
    "GET /i/app-email-resend": _SIGN_UP,
    "POST /api/auth/app-code-verify": _SIGN_UP,
    "POST /api/auth/onboarding": _SIGN_UP,
    "GET /api/admin/{}": _ADMIN,
    "POST /api/admin/{}": _ADMIN,
    "GET /api/v1/streaming": _STREAMING,
    **{
        f"GET /api/v1/streaming/{name}": _STREAMING
        for name in ("health", "user", "user/notification", "public", "public/local", "hashtag", "list", "direct")
    },
}
