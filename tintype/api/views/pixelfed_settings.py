"""What Pixelfed's app asks before it lets somebody post, and what it keeps of their wishes."""

from typing import Annotated, Any

from django.conf import settings
from pydantic import StringConstraints

from tintype.accounts.actions import update_profile
from tintype.accounts.limits import BIO_LENGTH, NAME_LENGTH
from tintype.accounts.queries import own_settings
from tintype.accounts.records import Person
from tintype.api.call import Call
from tintype.api.entities.credential import privacy
from tintype.api.entities.instance import description, domain
from tintype.api.entities.pixelfed import AppSettings, ComposeSettings, Config
from tintype.api.entities.visibility import shown
from tintype.api.params import Flag, NoParams, Params
from tintype.api.people import own_person
from tintype.api.routes import Who, route
from tintype.photos.imaging.sniff import ACCEPTED_TYPES
from tintype.photos.limits import ALT_LENGTH, CAPTION_LENGTH, MOST_PHOTOS
from tintype.storage.queries import LARGEST_UPLOAD_BYTES

USUAL: dict[str, dict[str, Any]] = {
    "timelines": {"show_public": False, "show_network": False, "hide_likes_shares": False},
    "media": {"hide_public_behind_cw": True, "always_show_cw": False, "show_alt_text": False},
    "appearance": {"links_use_in_app_browser": True, "theme": "system"},
}


class TimelineParams(Params):
    show_public: Flag | None = None
    show_network: Flag | None = None
    hide_likes_shares: Flag | None = None


class MediaParams(Params):
    hide_public_behind_cw: Flag | None = None
    always_show_cw: Flag | None = None
    show_alt_text: Flag | None = None


class AppearanceParams(Params):
    links_use_in_app_browser: Flag | None = None
    theme: Annotated[str, StringConstraints(max_length=20)] | None = None


class CommonParams(Params):
    timelines: TimelineParams = TimelineParams()
    media: MediaParams = MediaParams()
    appearance: AppearanceParams = AppearanceParams()


class SettingsParams(Params):
    common: CommonParams = CommonParams()


@route("GET", "/api/v1.1/compose/settings", scope="read:accounts", answer=ComposeSettings)
def compose_settings(call: Call, params: NoParams) -> ComposeSettings:
    """See how a new post begins."""
    own = own_settings(call.me)
    return ComposeSettings(
        default_license=1,
        media_descriptions=bool(own.wishes.get("media_descriptions")),
        max_altext_length=ALT_LENGTH,
        default_scope=shown(privacy(own_person(call.me), own.posting)),
    )


@route("GET", "/api/v2/config", who=Who.EVERYBODY, answer=Config)
def config(call: Call, params: NoParams) -> Config:
    """Describe the limits of this place, for Pixelfed's app."""
    return Config(
        version=settings.TINTYPE_VERSION,
        open_registration=settings.TINTYPE_REGISTRATION in {"open", "approval"},
        account={
            "max_avatar_size": LARGEST_UPLOAD_BYTES // 1024,
            "max_bio_length": BIO_LENGTH,
            "max_name_length": NAME_LENGTH,
            "min_password_length": 8,
        },
        uploader={
            "max_photo_size": LARGEST_UPLOAD_BYTES // 1024,
            "max_caption_length": CAPTION_LENGTH,
            "max_altext_length": ALT_LENGTH,
            "album_limit": MOST_PHOTOS,
            "image_quality": 82,
            "max_collection_length": 0,
            "optimize_image": True,
            "optimize_video": False,
            "media_types": ",".join(sorted(ACCEPTED_TYPES)),
            "mime_types": sorted(ACCEPTED_TYPES),
            "enforce_account_limit": False,
        },
        site={
            "name": settings.SITE_NAME,
            "domain": domain(),
            "url": settings.TINTYPE_URL,
            "description": description(),
        },
        features={
            "timelines": {"local": True, "network": False},
            "mobile_apis": True,
            "mobile_registration": False,
            "stories": False,
            "video": False,
        },
    )


@route("GET", "/api/pixelfed/v1/app/settings", scope="read:accounts", answer=AppSettings)
def app_settings(call: Call, params: NoParams) -> AppSettings:
    """See what the app keeps of one's wishes."""
    return _settings(own_person(call.me), own_settings(call.me).wishes.get("app", {}))


@route("POST", "/api/pixelfed/v1/app/settings", scope="write:accounts", answer=AppSettings)
def change_app_settings(call: Call, params: SettingsParams) -> AppSettings:
    """Keep what one wishes of the app."""
    wishes = own_settings(call.me).wishes
    new: dict[str, dict[str, Any]] = params.common.model_dump(exclude_none=True)
    kept = {group: {**wishes.get("app", {}).get(group, {}), **new.get(group, {})} for group in USUAL}
    update_profile(call.me, wishes=wishes | {"app": kept})
    return _settings(own_person(call.me), kept)


def _settings(person: Person, kept: dict[str, Any]) -> AppSettings:
    common: Any = {group: usual | kept.get(group, {}) for group, usual in USUAL.items()}
    return AppSettings(id=str(person.id), username=person.username, updated_at=None, common=common)
