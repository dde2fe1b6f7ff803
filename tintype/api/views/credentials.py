"""One's own account: seen, changed, and what apps remember of one's wishes."""

from typing import Annotated, Any

from django.core.files.uploadedfile import UploadedFile
from pydantic import BeforeValidator, StringConstraints, WithJsonSchema
from typing_extensions import TypedDict

from tintype.accounts.actions import update_profile
from tintype.accounts.errors import ProfileRefused
from tintype.accounts.profile import Profile, checked
from tintype.accounts.queries import own_settings
from tintype.api.call import Call
from tintype.api.entities.credential import WISHES, credential_account, privacy
from tintype.api.entities.shapes import CredentialAccount, Visibility
from tintype.api.entities.visibility import meant, shown
from tintype.api.errors import invalid
from tintype.api.params import Flag, NoParams, Params, many
from tintype.api.people import own_person
from tintype.api.routes import route
from tintype.photos import faces
from tintype.storage.queries import LARGEST_UPLOAD_BYTES

# As on the page: to decode pictures takes the machine a second each.
RATE = "settings"
# As apps name what the room refuses.
NAMES = {"name": "display_name", "bio": "note", "fields": "fields_attributes"}


def _picture(value: Any) -> Any:
    """Some apps send an empty text for a picture that is to stay."""
    if value == "":
        return None
    if not isinstance(value, UploadedFile):
        raise ValueError("must be a file")  # noqa: TRY004 - pydantic makes an answer of a ValueError
    return value


Picture = Annotated[
    Any, BeforeValidator(_picture), WithJsonSchema({"type": "string", "contentMediaType": "application/octet-stream"})
]
Language = Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})?)?$")]


class FieldParams(Params):
    name: str = ""
    value: str = ""


class SourceParams(Params):
    privacy: Visibility | None = None
    sensitive: Flag | None = None
    language: Language | None = None


class CredentialParams(Params):
    display_name: str | None = None
    note: str | None = None
    avatar: Picture = None
    header: Picture = None
    locked: Flag | None = None
    bot: Flag | None = None
    discoverable: Flag | None = None
    hide_collections: Flag | None = None
    website: str | None = None
    fields_attributes: Annotated[list[FieldParams], BeforeValidator(many)] | None = None
    source: SourceParams = SourceParams()
    # What follows are wishes of Pixelfed's app.
    is_suggestable: Flag | None = None
    crawlable: Flag | None = None
    disable_embeds: Flag | None = None
    high_contrast_mode: Flag | None = None
    indexable: Flag | None = None
    media_descriptions: Flag | None = None
    public_dm: Flag | None = None
    reduce_motion: Flag | None = None
    show_atom: Flag | None = None
    show_profile_follower_count: Flag | None = None
    show_profile_following_count: Flag | None = None
    video_autoplay: Flag | None = None


Preferences = TypedDict(
    "Preferences",
    {
        "posting:default:visibility": Visibility,
        "posting:default:sensitive": bool,
        "posting:default:language": str | None,
        "posting:default:quote_policy": str,
        "reading:expand:media": str,
        "reading:expand:spoilers": bool,
        "reading:autoplay:gifs": bool,
    },
)


@route("GET", "/api/v1/accounts/verify_credentials", scope="profile", answer=CredentialAccount)
@route("GET", "/api/v1/profile", scope="read:accounts", answer=CredentialAccount)
def verify(call: Call, params: NoParams) -> CredentialAccount:
    """Whose token this is."""
    return credential_account(call.me)


@route("PATCH", "/api/v1/accounts/update_credentials", scope="write:accounts", answer=CredentialAccount, rate=RATE)
@route("POST", "/api/v1/accounts/update_credentials", scope="write:accounts", answer=CredentialAccount, rate=RATE)
@route("PATCH", "/api/v1/profile", scope="write:accounts", answer=CredentialAccount, rate=RATE)
def update(call: Call, params: CredentialParams) -> CredentialAccount:
    """Change one's profile, its pictures, and how an app begins a new post."""
    changes = _changes(call.me, params)
    try:
        checked(changes)
    except ProfileRefused as refused:
        name = NAMES.get(refused.field, refused.field)
        details = {name: [{"error": "ERR_INVALID", "description": refused.message}]}
        raise invalid(f"{name}: {refused.message}", details=details) from None
    for picture, put in ((params.avatar, faces.set_avatar), (params.header, faces.set_header)):
        if picture is not None:
            put(call.me, _bytes_of(picture))
    if changes:
        update_profile(call.me, **changes)
    return credential_account(call.me)


def _bytes_of(picture: Any) -> bytes:
    if picture.size > LARGEST_UPLOAD_BYTES:
        raise invalid(f"This picture is too large: {LARGEST_UPLOAD_BYTES // 2**20} MB is the most.")
    return bytes(picture.read())


def _changes(viewer: int, params: CredentialParams) -> Profile:
    fields = params.fields_attributes
    given = {
        "name": params.display_name,
        "bio": params.note,
        "website": params.website,
        "is_private": params.locked,
        "is_bot": params.bot,
        "is_discoverable": params.discoverable if params.is_suggestable is None else params.is_suggestable,
        "hides_follows": params.hide_collections,
        # One that has no name is one that its owner emptied.
        "fields": None if fields is None else [(one.name, one.value) for one in fields if one.name.strip()],
        **_kept(viewer, params),
    }
    changes: Any = {name: value for name, value in given.items() if value is not None}
    return changes  # type: ignore[no-any-return]


def _kept(viewer: int, params: CredentialParams) -> dict[str, dict[str, Any]]:
    """What is kept as one: what was kept, with what is new."""
    source = params.source
    posting = {
        "visibility": source.privacy and meant(source.privacy),
        "is_sensitive": source.sensitive,
        "language": source.language,
    }
    wishes = {name: getattr(params, name) for name in WISHES}
    own = own_settings(viewer)
    return {
        name: kept | changed
        for name, kept, new in (("posting", own.posting, posting), ("wishes", own.wishes, wishes))
        if (changed := {key: value for key, value in new.items() if value is not None})
    }


@route("GET", "/api/v1/preferences", scope="read:accounts", answer=Preferences)
def preferences(call: Call, params: NoParams) -> Preferences:
    """How an app begins a new post."""
    who, own = own_person(call.me), own_settings(call.me)
    return {
        "posting:default:visibility": shown(privacy(who, own.posting)),
        "posting:default:sensitive": bool(own.posting.get("is_sensitive")),
        "posting:default:language": own.posting.get("language") or None,
        "posting:default:quote_policy": "nobody",
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
        "reading:autoplay:gifs": False,
    }


@route("DELETE", "/api/v1/profile/avatar", scope="write:accounts", answer=CredentialAccount)
@route("DELETE", "/api/v1.1/accounts/avatar", scope="write:accounts", answer=CredentialAccount)
def delete_avatar(call: Call, params: NoParams) -> CredentialAccount:
    """Take one's picture away."""
    faces.drop_avatar(call.me)
    return credential_account(call.me)


@route("DELETE", "/api/v1/profile/header", scope="write:accounts", answer=CredentialAccount)
def delete_header(call: Call, params: NoParams) -> CredentialAccount:
    """Take the wide picture above one's profile away."""
    faces.drop_header(call.me)
    return credential_account(call.me)
