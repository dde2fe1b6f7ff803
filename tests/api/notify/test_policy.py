"""Nothing is held back, and apps hear so in the shape they know."""

from tests.api.client import api_of, told
from tintype.testing.member import Member

POLICY = "/api/v2/notifications/policy"
REQUESTS = "/api/v1/notifications/requests"


def test_all_is_accepted_whatever_one_wishes(alice: Member) -> None:
    api = api_of(alice)
    policy = told(api.get(POLICY))
    assert {value for name, value in policy.items() if name.startswith("for_")} == {"accept"}
    assert told(api.patch(POLICY, {"for_not_following": "drop"})) == policy
    assert "for_bots" in told(api.patch(POLICY, {"for_bots": "eat"}), 422)["details"]


def test_nobody_waits_behind_it(alice: Member) -> None:
    api = api_of(alice)
    assert told(api.get(REQUESTS)) == []
    assert told(api.get(f"{REQUESTS}/merged")) == {"merged": True}
    for what in ("accept", "dismiss"):
        assert told(api.post(f"{REQUESTS}/{what}", {"id": ["1"]})) == {}
        assert told(api.post(f"{REQUESTS}/1/{what}"), 404) == {"error": "Record not found"}
    assert told(api.get(f"{REQUESTS}/1"), 404) == {"error": "Record not found"}
