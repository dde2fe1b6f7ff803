"""Nothing of a suspended account is shown to any app, also not where others have shared, liked or answered it."""

import json
from typing import Any

from tests.api.client import Api, api_of, told
from tintype.accounts.suspension import suspend, unsuspend
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks


def shown(api: Api, alice: Member, post: int, shared: int, bob: Member) -> dict[str, bool]:
    """By address: whether anything of Alice's is in the answer."""
    paths = [
        "/api/v1/timelines/home",
        "/api/v1/timelines/public",
        "/api/v1/timelines/tag/sight",
        f"/api/v1/accounts/{bob.id}/statuses",
        f"/api/v1/accounts/{bob.id}/following",
        f"/api/v1/statuses/{shared}/favourited_by",
        f"/api/v1/statuses/{shared}/context",
        f"/api/v2/search?q={alice.username}",
        f"/api/v1/accounts/search?q={alice.username}",
        "/api/v1/notifications",
        "/api/v1/favourites",
        "/api/v1/bookmarks",
        f"/api/v1/statuses/{post}",
        f"/api/v1/accounts/{alice.id}",
        f"/api/v1/accounts/{alice.id}/statuses",
        f"/api/v1/accounts/lookup?acct={alice.username}",
        f"/api/v1.1/accounts/username/{alice.username}",
    ]
    return {path: _is_in(api.get(path), alice) for path in paths}


def _is_in(answer: Any, alice: Member) -> bool:
    return answer.status_code == 200 and f'"username":"{alice.username}"' in answer.content.decode().replace(": ", ":")


def test_what_others_did_with_it_does_not_show_it(alice: Member, bob: Member, charlie: Member) -> None:
    alices, bobs, charlies = api_of(alice), api_of(bob), api_of(charlie)
    told(bobs.post(f"/api/v1/accounts/{alice.id}/follow"))
    told(charlies.post(f"/api/v1/accounts/{bob.id}/follow"))
    post, his = make_post(alice.id, "In #sight"), make_post(bob.id, "By the sea")
    run_tasks()
    told(bobs.post(f"/api/v1/statuses/{post}/reblog"))
    told(alices.post(f"/api/v1/statuses/{his}/favourite"))
    told(alices.post(f"/api/v1/accounts/{charlie.id}/follow"))
    told(alices.post("/api/v1/statuses", {"status": "A word of hers", "in_reply_to_id": str(his)}))
    for act in ("favourite", "bookmark"):
        told(charlies.post(f"/api/v1/statuses/{post}/{act}"))
    run_tasks()
    before = shown(charlies, alice, post, his, bob)
    assert [path for path, is_there in before.items() if not is_there] == []
    suspend(alice.username)
    run_tasks()
    during = shown(charlies, alice, post, his, bob)
    assert [path for path, is_there in during.items() if is_there] == []
    statuses = [told(charlies.get(path)) for path in ("/api/v1/timelines/home", f"/api/v1/accounts/{bob.id}/statuses")]
    assert "In #sight" not in json.dumps(statuses)
    unsuspend(alice.username)
    run_tasks()
    assert shown(charlies, alice, post, his, bob) == before
