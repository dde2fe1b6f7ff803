"""Every way to a post, and what each answers: the status, and whether it shows the post."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from tests.matrix.rule import CUT, Case
from tests.matrix.scene import Place

OK, FOUND, MISSING = HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.NOT_FOUND
HTMX = {"HX-Request": "true"}

Answer = tuple[int, bool]


@dataclass(frozen=True)
class ReadPath:
    name: str
    route: str
    address: Callable[[Place], str]
    expected: Callable[[Case], Answer]
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self, place: Place) -> Answer:
        client, address = place.member.client, self.address(place)
        if self.form is None:
            response = client.get(address, headers=self.headers)
        else:
            response = client.post(address, self.form | {"idempotency_key": str(uuid.uuid4())}, headers=self.headers)
        return response.status_code, place.shown.is_in(response.content.decode())


def _post(place: Place) -> str:
    return f"/p/{place.shown.id}/"


def _profile(place: Place) -> str:
    return f"/@{place.account.owner.username}/"


def _door(case: Case) -> Answer:
    """The post itself, or nothing at all."""
    return (OK, True) if case.may_see else (MISSING, False)


def _action(case: Case) -> Answer:
    """Asks to sign in, goes back to the post, or knows of no post."""
    if not case.is_signed_in:
        return FOUND, False
    return (FOUND if case.may_see else MISSING), False


def _action_htmx(case: Case) -> Answer:
    if not case.is_signed_in:
        return HTTPStatus.UNAUTHORIZED, False
    return _door(case)


def _grid(case: Case) -> Answer:
    if case.viewer == "blocked":
        return MISSING, False
    return OK, case.may_see


def _people(case: Case) -> Answer:
    return (OK if case.may_see_lists else MISSING), False


def _home(case: Case) -> Answer:
    return OK, case.viewer in ("owner", "follower") and case.audience != "direct"


def _tag(case: Case) -> Answer:
    """Tags are for what everyone may see."""
    return OK, case.is_listed and case.viewer not in CUT


def _activity(case: Case) -> Answer:
    """The mention; to the owner, that a follower likes it."""
    if not case.is_signed_in:
        return FOUND, False
    return OK, case.may_see


def _activity_htmx(case: Case) -> Answer:
    return _activity(case) if case.is_signed_in else (HTTPStatus.UNAUTHORIZED, False)


def _own_upload(case: Case) -> Answer:
    if not case.is_signed_in:
        return FOUND, False
    return (OK if case.viewer == "owner" else MISSING), False


def _own_edit(case: Case) -> Answer:
    if not case.is_signed_in:
        return FOUND, False
    return (OK, True) if case.viewer == "owner" else (MISSING, False)


def _refused_comment(case: Case) -> Answer:
    """It comes back with the page of the post around it."""
    if not case.is_signed_in:
        return FOUND, False
    return (HTTPStatus.BAD_REQUEST, True) if case.may_see else (MISSING, False)


def _rows_of_post(case: Case) -> Answer:
    return (OK if case.may_see else MISSING), False


def _under_post(path: str) -> Callable[[Place], str]:
    return lambda place: f"{_post(place)}{path}"


def _under_profile(path: str) -> Callable[[Place], str]:
    return lambda place: f"{_profile(place)}{path}"


READ_PATHS = [
    ReadPath("post", "post", _post, _door),
    ReadPath("earlier-comments", "post", _under_post(f"?before={2**62}"), _door, headers=HTMX),
    ReadPath("likers", "likers", _under_post("likes/"), _door),
    ReadPath("more-likers", "likers", _under_post("likes/"), _rows_of_post, headers=HTMX),
    ReadPath("edit", "edit_post", _under_post("edit/"), _own_edit),
    ReadPath("like", "like", _under_post("like/"), _action, form={"liked": "1"}),
    ReadPath("like-button", "like", _under_post("like/"), _action_htmx, form={"liked": "1"}, headers=HTMX),
    ReadPath("unlike", "like", _under_post("like/"), _action, form={"liked": "0"}),
    ReadPath("sharers", "sharers", _under_post("shares/"), _door),
    ReadPath("more-sharers", "sharers", _under_post("shares/"), _rows_of_post, headers=HTMX),
    ReadPath("unshare", "share", _under_post("share/"), _action, form={"shared": "0"}),
    ReadPath("share-button", "share", _under_post("share/"), _action_htmx, form={"shared": "0"}, headers=HTMX),
    ReadPath("comment", "comment", _under_post("comments/"), _action, form={"text": "hello"}),
    ReadPath("refused-comment", "comment", _under_post("comments/"), _refused_comment, form={"text": ""}),
    ReadPath("profile", "profile", _profile, _grid),
    ReadPath("more-profile", "profile", _profile, _grid, headers=HTMX),
    ReadPath("followers", "followers", _under_profile("followers/"), _people),
    ReadPath("more-followers", "followers", _under_profile("followers/"), _people, headers=HTMX),
    ReadPath("following", "following", _under_profile("following/"), _people),
    ReadPath("home", "home", lambda _: "/", _home),
    ReadPath("more-home", "home", lambda _: f"/?before={2**62}", _home, headers=HTMX),
    ReadPath("tag", "tag", lambda place: f"/t/{place.shown.tag}/", _tag),
    ReadPath("more-tag", "tag", lambda place: f"/t/{place.shown.tag}/", _tag, headers=HTMX),
    ReadPath("activity", "activity", lambda _: "/activity/", _activity),
    ReadPath("more-activity", "activity", lambda _: "/activity/", _activity_htmx, headers=HTMX),
    ReadPath("upload", "upload", lambda place: f"/uploads/{place.account.unposted_photo}/", _own_upload),
]
