"""Where apps want to be told: one subscription for each token."""

from base64 import b64encode, urlsafe_b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.api.client import Api, api_of, token_for, told
from tintype.accounts.tokens import end_tokens_of
from tintype.notify.models import PushSubscription
from tintype.notify.vapid import public_key
from tintype.sharding.scope import on_shard_of
from tintype.testing.member import Member

PATH = "/api/v1/push/subscription"
POINT = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
KEYS = {"p256dh": urlsafe_b64encode(POINT).decode().rstrip("="), "auth": urlsafe_b64encode(b"a" * 16).decode()}
GOOD = {"endpoint": "https://push.example/1", "keys": KEYS}
NOT_THERE = {"error": "Record not found"}


def wanted(alerts: dict[str, bool]) -> list[str]:
    return [name for name, is_wanted in alerts.items() if is_wanted]


def test_a_subscription_is_shown_changed_and_ended(alice: Member) -> None:
    api = api_of(alice)
    assert told(api.get(PATH), 404) == NOT_THERE
    made = told(api.post(PATH, {"subscription": GOOD, "data": {"alerts": {"follow": True, "poke": True}}}))
    assert (made["endpoint"], made["standard"], made["policy"]) == ("https://push.example/1", False, "all")
    assert (wanted(made["alerts"]), made["server_key"]) == (["follow"], public_key())
    assert "poll" in made["alerts"]
    assert told(api.get(PATH)) == made
    changed = told(api.put(PATH, {"data": {"alerts": {"mention": "1"}, "policy": "followed"}}))
    assert changed == made | {"alerts": dict.fromkeys(made["alerts"], False) | {"mention": True}, "policy": "followed"}
    assert told(api.put(PATH, {"policy": "none"})) == changed | {"policy": "none"}
    assert told(api.put(PATH)) == changed | {"policy": "none"}
    assert told(api.delete(PATH)) == told(api.delete(PATH)) == {}
    assert told(api.get(PATH), 404) == told(api.put(PATH), 404) == NOT_THERE


def test_forms_say_the_same_in_the_other_base64(alice: Member) -> None:
    api = api_of(alice)
    form = {
        "subscription[endpoint]": "https://push.example/2",
        "subscription[keys][p256dh]": b64encode(POINT).decode(),
        "subscription[keys][auth]": b64encode(b"b" * 16).decode(),
        "subscription[standard]": "true",
        "data[alerts][favourite]": "1",
        "data[policy]": "follower",
    }
    made = told(api.form(PATH, form))
    assert (wanted(made["alerts"]), made["standard"], made["policy"]) == (["favourite"], True, "follower")


def test_each_token_has_its_own_and_nobody_sees_another_s(alice: Member, bob: Member) -> None:
    one, two = api_of(alice), api_of(alice)
    first = told(one.post(PATH, {"subscription": GOOD}))
    second = told(two.post(PATH, {"subscription": GOOD | {"endpoint": "https://push.example/two"}}))
    assert told(one.get(PATH)) == first != second == told(two.get(PATH))
    assert told(api_of(bob).get(PATH), 404) == NOT_THERE
    told(one.delete(PATH))
    assert told(two.get(PATH)) == second


def test_again_with_the_same_token_takes_the_place_of_the_first(alice: Member) -> None:
    api = api_of(alice)
    told(api.post(PATH, {"subscription": GOOD, "data": {"alerts": {"follow": True}}}))
    anew = told(api.post(PATH, {"subscription": GOOD | {"endpoint": "https://push.example/new"}}))
    assert (told(api.get(PATH)), wanted(anew["alerts"])) == (anew, [])


def test_those_of_dead_tokens_go_with_the_next_one(alice: Member) -> None:
    for _ in range(2):
        told(api_of(alice).post(PATH, {"subscription": GOOD}))
    end_tokens_of(alice.id)
    told(Api(token_for(alice, "push")).post(PATH, {"subscription": GOOD}))
    with on_shard_of(alice.id):
        assert PushSubscription.objects.filter(account_id=alice.id).count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("subscription", {}),
        ("subscription.endpoint", GOOD | {"endpoint": "http://push.example"}),
        ("subscription.endpoint", GOOD | {"endpoint": "https://["}),
        ("subscription.endpoint", GOOD | {"endpoint": "https://push.example/\n"}),
        ("subscription.endpoint", GOOD | {"endpoint": "https://push.example/" + "x" * 2000}),
        ("subscription.keys", {"endpoint": "https://push.example"}),
        ("subscription.keys.p256dh", GOOD | {"keys": KEYS | {"p256dh": "BAAA"}}),
        ("subscription.keys.p256dh", GOOD | {"keys": KEYS | {"p256dh": "ä?"}}),
        ("subscription.keys.auth", GOOD | {"keys": KEYS | {"auth": "c2hvcnQ"}}),
        ("subscription.keys.auth", GOOD | {"keys": KEYS | {"auth": "a"}}),
    ],
)
def test_what_no_push_service_could_use_is_refused_by_name(alice: Member, field: str, wrong: Any) -> None:
    details = told(api_of(alice).post(PATH, {"subscription": wrong}), 422)["details"]
    assert [name for name in details if name.startswith(field)]


def test_a_policy_that_is_none_is_refused(alice: Member) -> None:
    answer = told(api_of(alice).post(PATH, {"subscription": GOOD, "data": {"policy": "some"}}), 422)
    assert "data.policy" in answer["details"]
