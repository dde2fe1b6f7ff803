"""The way to Redis, and how values lie there."""

import pytest

from tests.away import redis_away
from tintype.lib.redis import RedisDown, ask, client, key, run_script, sha_of
from tintype.lib.serializers import Json
from tintype.testing.member import unique_name

ADD = "return redis.call('INCRBY', KEYS[1], ARGV[1])"


def test_keys_of_one_person_share_a_slot() -> None:
    assert key("feed", 42).endswith("feed:{42}")


def test_a_script_runs_though_redis_does_not_know_it_yet() -> None:
    name, unknown = key("sum", 1), f"{ADD} -- {unique_name('script')}"
    client().delete(name)
    assert client().script_exists(sha_of(unknown)) == [False]
    assert [run_script(unknown, [name], 2), run_script(unknown, [name], 3)] == [2, 5]


def test_an_error_leaves_the_connection_usable() -> None:
    name = key("text", 1)
    client().set(name, "x")
    for _ in range(3):
        with pytest.raises(RedisDown):
            run_script(ADD, [name], 1)
        assert ask("GET", name) == b"x"


def test_a_redis_that_is_away_says_so() -> None:
    with redis_away():
        with pytest.raises(RedisDown):
            ask("GET", "x")
        with pytest.raises(RedisDown):
            run_script(ADD, ["x"], 1)
        with pytest.raises(RedisDown):
            client().ping()
    assert ask("GET", "x") is None


@pytest.mark.parametrize("value", [0, -5, 2**70, "text", "é\0", [1, "a", None], {"a": {"b": [True, 1.5]}}, True])
def test_json_comes_back_as_it_was(value: object) -> None:
    stored = Json().dumps(value)
    assert Json().loads(stored if isinstance(stored, bytes) else str(stored).encode()) == value
