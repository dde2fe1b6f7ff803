"""Telling those who run the site of what they should look at."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from tintype.accounts.limits import MOST_REPORTED
from tintype.accounts.queries import person
from tintype.accounts.reports import ReportRecord, is_reported, report
from tintype.api.answers import timestamp
from tintype.api.call import Call
from tintype.api.entities.account import account_of
from tintype.api.entities.shapes import Report
from tintype.api.entities.status import statuses_by_id
from tintype.api.errors import ApiError
from tintype.api.params import Flag, Id, Ids, Params, Words
from tintype.api.people import person_for
from tintype.api.routes import route
from tintype.lib.errors import NotFound
from tintype.lib.paging import parse_id

Category = Literal["spam", "legal", "violation", "other"]

# What Pixelfed's app calls what is wrong, as Mastodon's categories.
KINDS: dict[str, Category] = {
    "spam": "spam",
    "sensitive": "violation",
    "abusive": "violation",
    "underage": "legal",
    "violence": "violation",
    "copyright": "legal",
    "impersonation": "violation",
    "scam": "spam",
    "terrorism": "legal",
}


class ReportParams(Params):
    account_id: Id
    status_ids: Annotated[Ids, Field(max_length=MOST_REPORTED)] = []
    comment: str = ""
    category: Category | None = None
    rule_ids: Words = []
    forward: Flag = False


class ObjectParams(Params):
    object_id: str = ""
    object_type: str = ""
    report_type: str = ""


class Told(TypedDict):
    msg: str
    code: int


@route(
    "POST",
    "/api/v1/reports",
    scope="write:reports",
    answer=Report,
    statuses=(404,),
    differs="there are no rules to name, and nothing is forwarded",
)
def make_report(call: Call, params: ReportParams) -> Report:
    """Report somebody, and what they posted, to those who run this place."""
    target = person_for(call.me, params.account_id)
    posted = statuses_by_id(call.me, params.status_ids)
    theirs = [status_id for status_id, status in posted.items() if status["account"]["id"] == str(target.id)]
    category = params.category or ("violation" if params.rule_ids else "other")
    made = report(call.me, target.id, theirs, category, params.comment)
    return _shown(made)


def _shown(made: ReportRecord) -> Report:
    target = person(made.target_id)
    if target is None:
        raise NotFound
    return {
        "id": str(made.id),
        "action_taken": made.done_at is not None,
        "action_taken_at": timestamp(made.done_at) if made.done_at else None,
        "category": made.category,  # type: ignore[typeddict-item] # its choices are these
        "comment": made.comment,
        "forwarded": False,
        "created_at": timestamp(made.made_at),
        "status_ids": [str(status_id) for status_id in made.status_ids],
        "rule_ids": [],
        "target_account": account_of(target),
    }


@route("POST", "/api/v1.1/report", scope="write:reports", answer=Told, statuses=(HTTPStatus.BAD_REQUEST,))
def report_object(call: Call, params: ObjectParams) -> Told:
    """Report a person or a post, as Pixelfed's app does."""
    object_id = parse_id(params.object_id)
    if object_id is None or not params.report_type:
        raise _refused("ERROR_INVALID_PARAMS", "Something is missing")
    if params.report_type not in KINDS:
        raise _refused("ERROR_TYPE_INVALID", "There is no such kind of report")
    if params.object_type not in {"user", "post"}:
        raise _refused("ERROR_REPORT_OBJECT_TYPE_INVALID", "Only people and posts can be reported")
    target, posts = _target(call.me, params.object_type, object_id)
    if target == call.me:
        raise _refused("ERROR_NO_SELF_REPORTS", "You cannot report yourself")
    if is_reported(call.me, target, posts):
        raise _refused("ERROR_REPORT_DUPLICATE", "You have reported this already")
    report(call.me, target, posts, KINDS[params.report_type], params.report_type)
    return {"msg": "Successfully sent report", "code": 200}


def _target(viewer: int, kind: str, object_id: int) -> tuple[int, list[int]]:
    try:
        if kind == "user":
            return person_for(viewer, object_id).id, []
        status = statuses_by_id(viewer, [object_id])[object_id]
    except (NotFound, KeyError):
        raise _refused("ERROR_INVALID_OBJECT_ID", "There is no such person or post") from None
    return int(status["account"]["id"]), [object_id]


def _refused(code: str, message: str) -> ApiError:
    more: dict[str, Any] = {"msg": message, "code": 400, "error_code": code}
    return ApiError(HTTPStatus.BAD_REQUEST, message, **more)
