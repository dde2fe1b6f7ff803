"""What somebody was told, as apps read it: paged, filtered, put away, and never more than they may see."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.api.client import Api, api_of, told
from tintype.graph.actions import approve, block, follow, unfollow
from tintype.graph.mutes.actions import mute
from tintype.notify.reading import mark_read
from tintype.photos.actions import comment, delete_post, like
from tintype.photos.shares.actions import share
from tintype.testing.member import Member, make_member
from tintype.testing.posts import make_post
from tintype.testing.tasks import run_tasks

V1, V2 = "/api/v1/notifications", "/api/v2/notifications"


def say(member: Member, post_id: int, text: str) -> int:
    return comment(member.id, post_id, text, uuid4().hex).id


def in_turn(*actions: Callable[[], Any]) -> None:
    """Told one after the other."""
    for action in actions:
        action()
        run_tasks()


@pytest.fixture
def post_id(alice: Member) -> int:
    return make_post(alice.id, "A cat")


@pytest.fixture
def api(alice: Member) -> Api:
    return api_of(alice)


def types(found: list[dict[str, Any]]) -> list[str]:
    return [one["type"] for one in found]


def test_each_kind_has_the_type_that_apps_know_and_its_status(
    alice: Member, bob: Member, charlie: Member, api: Api, post_id: int
) -> None:
    follow(alice.id, bob.id, is_loud=True)
    said = []
    in_turn(
        lambda: follow(bob.id, alice.id),
        lambda: like(bob.id, post_id),
        lambda: share(bob.id, post_id),
        lambda: said.append(say(bob, post_id, "Nice")),
        lambda: said.append(make_post(bob.id, f"@{alice.username}")),
        lambda: said.append(make_post(bob.id)),
    )
    found = told(api.get(V1))
    assert types(found) == ["status", "mention", "mention", "reblog", "favourite", "follow"]
    assert {one["account"]["id"] for one in found} == {str(bob.id)}
    comment_id, mention_id, later_id = map(str, said)
    about = [one.get("status", {}).get("id") for one in found]
    assert about == [later_id, mention_id, comment_id, str(post_id), str(post_id), None]
    assert [one["id"] for one in found] == sorted((one["id"] for one in found), key=int, reverse=True)
    assert found[0] == told(api.get(f"{V1}/{found[0]['id']}"))
    assert told(api_of(charlie).get(V1)) == []
    assert told(api_of(charlie).get(f"{V1}/{found[0]['id']}"), 404) == {"error": "Record not found"}


def test_a_request_is_told_and_that_one_was_let_in_is_not_for_apps(bob: Member) -> None:
    private = make_member("private", is_private=True)
    in_turn(lambda: follow(bob.id, private.id))
    assert types(told(api_of(private).get(V1))) == ["follow_request"]
    in_turn(lambda: approve(private.id, bob.id))
    assert types(told(api_of(private).get(V1))) == ["follow"]
    assert told(api_of(bob).get(V1)) == []
    assert told(api_of(bob).get(f"{V1}/unread_count")) == {"count": 0}


@pytest.mark.parametrize("path", [V1, V2])
def test_pages_by_the_link_until_there_is_no_next(alice: Member, path: str) -> None:
    post_id = make_post(alice.id)
    likers = [make_member("liker") for _ in range(5)]
    in_turn(*(lambda liker=liker: like(liker.id, post_id) for liker in likers))
    api, shown, url = api_of(alice), [], f"{path}?limit=2&types[]=favourite"
    for _ in range(3):
        answer = api.get(url)
        body = told(answer)
        shown += [one["id"] for one in body["accounts"]] if path == V2 else [one["account"]["id"] for one in body]
        found = re.match(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        url = urlsplit(found[1])._replace(scheme="", netloc="").geturl() if found else url
    assert shown == [str(liker.id) for liker in reversed(likers)]
    assert 'rel="next"' not in answer.headers.get("Link", "")


def test_newer_than_what_one_has_and_between_two(alice: Member, api: Api) -> None:
    post_id = make_post(alice.id)
    in_turn(*(lambda: like(make_member("liker").id, post_id) for _ in range(5)))
    ids = [one["id"] for one in told(api.get(V1))]

    def asked(**params: str) -> list[str]:
        return [one["id"] for one in told(api.get(V1, params))]

    assert asked(limit="1", since_id=ids[0]) == []
    assert asked(limit="2", since_id=ids[3]) == ids[:2]
    assert asked(limit="2", min_id=ids[3]) == ids[1:3]
    assert asked(max_id=ids[1], since_id=ids[4]) == ids[2:4]
    assert asked(max_id="0", limit="1") == ids[:1]


def test_filters_by_type_and_by_person(alice: Member, bob: Member, charlie: Member, api: Api, post_id: int) -> None:
    in_turn(lambda: like(bob.id, post_id), lambda: like(charlie.id, post_id), lambda: follow(bob.id, alice.id))

    def asked(**params: Any) -> list[str]:
        return types(told(api.get(V1, params)))

    assert asked(**{"types[]": "favourite"}) == ["favourite", "favourite"]
    assert asked(**{"types[]": ["follow", "poll"]}) == ["follow"]
    assert asked(**{"types[]": "poll"}) == []
    assert asked(**{"exclude_types[]": ["follow", "nonsense"]}) == ["favourite", "favourite"]
    assert asked(**{"types[]": "follow", "exclude_types[]": "follow"}) == []
    assert asked(account_id=str(bob.id)) == ["follow", "favourite"]
    assert told(api.get(V1, {"account_id": "bob"}), 422)["details"].keys() == {"account_id"}


def test_what_one_may_not_see_any_more_is_not_told(alice: Member, bob: Member, charlie: Member) -> None:
    follow(bob.id, alice.id)
    in_turn(lambda: make_post(alice.id, f"@{bob.username}", visibility="followers"))
    api = api_of(bob)
    [mention] = told(api.get(V1))
    unfollow(bob.id, alice.id)
    assert told(api.get(V1)) == []
    told(api.get(f"{V1}/{mention['id']}"), 404)
    assert told(api.get(V2)) == {"accounts": [], "statuses": [], "notification_groups": []}


@pytest.mark.parametrize("how", ["blocked", "blocks", "muted", "its post is gone"])
def test_of_whom_one_does_not_hear_nothing_is_shown_or_counted(
    alice: Member, bob: Member, api: Api, post_id: int, how: str
) -> None:
    in_turn(lambda: like(bob.id, post_id), lambda: follow(make_member("charlie").id, alice.id))
    gone = told(api.get(V1))[1]["id"]
    assert told(api.get(f"{V1}/unread_count")) == told(api.get(f"{V2}/unread_count")) == {"count": 2}
    ways: dict[str, Callable[[], object]] = {
        "blocked": lambda: block(alice.id, bob.id),
        "blocks": lambda: block(bob.id, alice.id),
        "muted": lambda: mute(alice.id, bob.id),
        "its post is gone": lambda: delete_post(alice.id, post_id),
    }
    ways[how]()
    run_tasks()
    assert types(told(api.get(V1))) == ["follow"]
    told(api.get(f"{V1}/{gone}"), 404)
    assert told(api.get(f"{V1}/unread_count")) == {"count": 1}


def test_what_is_new_is_counted_up_to_a_limit_until_it_is_read(
    alice: Member, bob: Member, charlie: Member, api: Api, post_id: int
) -> None:
    in_turn(lambda: like(bob.id, post_id), lambda: like(charlie.id, post_id), lambda: follow(bob.id, alice.id))
    count = f"{V1}/unread_count"
    assert told(api.get(count)) == {"count": 3}
    assert told(api.get(count, {"limit": "2"})) == {"count": 2}
    assert told(api.get(count, {"types[]": "follow"})) == {"count": 1}
    mark_read(alice.id)
    assert told(api.get(count)) == {"count": 0}


def test_one_is_put_away_and_then_all(alice: Member, bob: Member, charlie: Member, api: Api, post_id: int) -> None:
    in_turn(lambda: like(bob.id, post_id), lambda: like(charlie.id, post_id), lambda: follow(bob.id, alice.id))
    first, second, third = told(api.get(V1))
    told(api_of(bob).post(f"{V1}/{first['id']}/dismiss"), 404)
    assert told(api.post(f"{V1}/{first['id']}/dismiss")) == {}
    told(api.post(f"{V1}/{first['id']}/dismiss"), 404)
    assert told(api.get(V1)) == [second, third]
    assert told(api.get(f"{V1}/unread_count")) == {"count": 2}
    told(api_of(bob).post(f"{V1}/clear"))
    assert told(api.get(V1)) == [second, third]
    assert told(api.post(f"{V1}/clear")) == told(api.post(f"{V1}/clear")) == {}
    assert told(api.get(V1)) == []
    assert told(api.get(f"{V1}/unread_count")) == {"count": 0}


def test_groups_hold_one_each_and_name_account_and_status_once(
    alice: Member, bob: Member, charlie: Member, api: Api, post_id: int
) -> None:
    in_turn(lambda: like(bob.id, post_id), lambda: like(charlie.id, post_id), lambda: follow(bob.id, alice.id))
    plain, found = told(api.get(V1)), told(api.get(V2))
    groups = found["notification_groups"]
    assert [group["most_recent_notification_id"] for group in groups] == [one["id"] for one in plain]
    assert {account["id"] for account in found["accounts"]} == {str(bob.id), str(charlie.id)}
    assert [status["id"] for status in found["statuses"]] == [str(post_id)]
    assert [group.get("status_id") for group in groups] == [None, str(post_id), str(post_id)]
    key = groups[0]["group_key"]
    assert key == plain[0]["group_key"]
    assert told(api.get(f"{V2}/{key}"))["notification_groups"] == groups[:1]
    assert [account["id"] for account in told(api.get(f"{V2}/{key}/accounts"))] == [str(bob.id)]
    told(api_of(bob).get(f"{V2}/{key}"), 404)
    assert told(api.post(f"{V2}/{key}/dismiss")) == {}
    told(api.get(f"{V2}/{key}"), 404)
    assert told(api.get(f"{V2}/favourite-1"), 404) == {"error": "Record not found"}
