"""Telling those who run the place: by Mastodon's apps and by Pixelfed's."""

from typing import Any

import pytest

from tests.api.client import Api, api_of, told
from tintype.accounts.limits import REPORT_LENGTH
from tintype.accounts.reports import open_reports, settle_report
from tintype.graph.actions import block
from tintype.lib.errors import NotFound
from tintype.photos.actions import comment
from tintype.testing.member import Member
from tintype.testing.posts import make_post

ADDRESS, PIXELFED = "/api/v1/reports", "/api/v1.1/report"


def reported(by: Member) -> list[tuple[str, str, str, tuple[int, ...]]]:
    found = [one for one in open_reports() if one.by == by.username]
    return [(one.about, one.category, one.comment, one.status_ids) for one in found]


def test_a_report_names_what_was_posted_and_stands_until_somebody_looked(alice: Member, bob: Member) -> None:
    post, own = make_post(alice.id), make_post(bob.id)
    made = comment(alice.id, own, "rude", "key")
    sent = {"account_id": alice.id, "status_ids": [post, own, made.id, 5], "comment": " Look\0! ", "category": "spam"}
    answer = told(api_of(bob, "write:reports").post(ADDRESS, sent))
    assert (answer["status_ids"], answer["comment"]) == ([str(post), str(made.id)], "Look!")
    assert (answer["action_taken"], answer["target_account"]["id"]) == (False, str(alice.id))
    assert reported(bob) == [(alice.username, "spam", "Look!", (post, made.id))]
    settle_report(int(answer["id"]))
    assert reported(bob) == []
    with pytest.raises(NotFound):
        settle_report(int(answer["id"]))


def test_what_one_may_not_see_is_not_reported(alice: Member, bob: Member, charlie: Member) -> None:
    hidden = make_post(alice.id, visibility="followers")
    answer = told(api_of(bob).post(ADDRESS, {"account_id": alice.id, "status_ids[]": hidden}))
    assert (answer["status_ids"], answer["category"]) == ([], "other")
    block(alice.id, charlie.id)
    told(api_of(charlie).post(ADDRESS, {"account_id": alice.id}), 404)
    pixelfed = {"object_id": hidden, "object_type": "post", "report_type": "spam"}
    assert told(api_of(bob).post(PIXELFED, pixelfed), 400)["error_code"] == "ERROR_INVALID_OBJECT_ID"
    assert reported(charlie) == []


@pytest.mark.parametrize(
    "changes",
    [{"account_id": None}, {"account_id": "x"}, {"category": "ugly"}, {"comment": "x" * (REPORT_LENGTH + 1)}],
)
def test_what_is_wrong_is_refused(alice: Member, bob: Member, changes: dict[str, Any]) -> None:
    told(api_of(bob).post(ADDRESS, {"account_id": alice.id, **changes}), 422)
    told(api_of(alice).post(ADDRESS, {"account_id": alice.id}), 422)
    told(api_of(bob, "read follow").post(ADDRESS, {"account_id": alice.id}), 403)
    told(Api().post(ADDRESS, {"account_id": alice.id}), 401)
    assert reported(bob) == reported(alice) == []


def test_pixelfeds_app_reports_people_and_posts(alice: Member, bob: Member) -> None:
    post = make_post(alice.id)
    api = api_of(bob)
    for kind, object_id, ids in (("user", alice.id, ()), ("post", post, (post,))):
        sent = {"object_id": str(object_id), "object_type": kind, "report_type": "copyright"}
        assert told(api.post(PIXELFED, sent))["code"] == 200
        assert reported(bob)[-1] == (alice.username, "legal", "copyright", ids)
        assert told(api.post(PIXELFED, sent), 400)["error_code"] == "ERROR_REPORT_DUPLICATE"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"object_id": ""}, "ERROR_INVALID_PARAMS"),
        ({"report_type": None}, "ERROR_INVALID_PARAMS"),
        ({"report_type": "ugly"}, "ERROR_TYPE_INVALID"),
        ({"object_type": "story"}, "ERROR_REPORT_OBJECT_TYPE_INVALID"),
        ({"object_id": "5"}, "ERROR_INVALID_OBJECT_ID"),
        ({}, "ERROR_NO_SELF_REPORTS"),
    ],
)
def test_pixelfeds_app_is_told_by_a_code(alice: Member, changes: dict[str, Any], code: str) -> None:
    sent = {"object_id": str(alice.id), "object_type": "user", "report_type": "spam"} | changes
    refused = told(api_of(alice).post(PIXELFED, sent), 400)
    assert (refused["error_code"], refused["code"], bool(refused["msg"])) == (code, 400, True)
