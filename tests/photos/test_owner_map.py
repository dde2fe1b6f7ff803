"""The owner map in Redis by itself: small, right in any order, and never wrong when a part of it is lost."""

import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.away import lose_redis
from tintype.lib.redis import client
from tintype.photos.owners.kept import drop, forget, known_of, look_up, put
from tintype.photos.owners.redis import LEAF_POSTS, id_of, owners_key

SHARD = 4242
# Account ids count in steps of 5,063; the 14 millionth person of 2011 among them.
OWNERS = [owner for owner in range(5063, 14_000_000 * 5063, 5063) if owner % 8192 == SHARD]
# 10 million posts are so many on each of 8,192 shards.
POSTS = 1_221
# Valkey's, and of Debian's Redis 7.0, which takes up to 17.2.
MOST_BYTES = {"valkey": 16, "redis": 18}
BORN = 28_166_400_000 << 10  # 2026-11-22 in ticks


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    lose_redis()
    yield
    lose_redis()


def posts(count: int = POSTS, seconds_between: float = 328) -> dict[int, int]:
    """Post ids of one shard as next_id makes them, and their owners. 25 posts a second are one in 328 s a shard."""
    ticks = [BORN + (int(number * seconds_between * 1000) << 10) for number in range(count)]
    return {id_of(tick, SHARD): random.choice(OWNERS) for tick in ticks}


def leaves() -> list[str]:
    name = owners_key(SHARD)
    return [f"{name}:0", *(f"{name}:{start.decode()}" for start in client().zrange(name, 0, -1))]


def in_order(ids: list[int]) -> list[int]:
    return ids


def newest_first(ids: list[int]) -> list[int]:
    return ids[::-1]


def mixed(ids: list[int]) -> list[int]:
    return random.sample(ids, len(ids))


@pytest.mark.parametrize("order", [in_order, newest_first, mixed])
@pytest.mark.parametrize("seconds_between", [491_520, 328, 8.192, 0.001], ids=["1/min", "25/s", "1,000/s", "burst"])
def test_ten_million_posts_take_few_bytes_each(order: Callable[[list[int]], list[int]], seconds_between: float) -> None:
    owners = posts(seconds_between=seconds_between)
    for post_id in order(list(owners)):
        put({post_id: owners[post_id]})
    assert look_up(owners) == owners
    assert {client().object("encoding", leaf) for leaf in leaves()} == {b"listpack"}
    assert max(client().hlen(leaf) for leaf in leaves()) <= LEAF_POSTS
    taken = sum(client().memory_usage(key, samples=0) for key in [owners_key(SHARD), *leaves()])
    server = client().info("server").get("server_name", "redis")
    assert taken / POSTS <= MOST_BYTES[server]


def test_leaves_stay_full_when_posts_come_in_the_order_of_time() -> None:
    put(posts(LEAF_POSTS * 5 + 1))
    assert [client().hlen(leaf) for leaf in leaves()] == [LEAF_POSTS] * 5 + [1]


def test_ids_of_all_shards_and_times_are_told_apart() -> None:
    ticks = [1024, 1025, BORN, BORN + 1, 1 << 48, (1 << 50) - 1]
    owners = {id_of(tick, shard): shard + 8192 * number for number, tick in enumerate(ticks) for shard in (0, 1, 8191)}
    put(owners)
    assert look_up(owners) == owners


def test_a_deleted_post_stays_deleted_whatever_is_put_later() -> None:
    owners = posts(LEAF_POSTS)
    first, second, *rest = owners
    put(owners)
    forget([first, second])
    put(owners)
    put(posts(LEAF_POSTS + 1))  # its leaf is split now
    assert look_up([first, second, rest[0]]) == {first: None, second: None, rest[0]: owners[rest[0]]}


def test_a_post_that_was_deleted_before_it_was_ever_looked_up_is_not_put() -> None:
    owners = posts(1)
    forget(owners)
    put(owners)
    assert look_up(owners) == dict.fromkeys(owners)


def test_what_is_lost_is_missing_and_never_wrong() -> None:
    owners = posts()
    put(owners)
    for key in [owners_key(SHARD), *leaves()]:
        client().delete(key)
        assert look_up(owners).items() <= owners.items()
        put(owners)
        assert look_up(owners) == owners


def test_a_leaf_left_over_from_a_lost_list_does_not_bring_back_the_deleted() -> None:
    owners = posts(LEAF_POSTS + 2)
    put(owners)
    (oldest_leaf, newest_leaf) = leaves()
    last = max(owners)
    client().delete(owners_key(SHARD), oldest_leaf)
    forget([last])
    client().delete(oldest_leaf)  # where the list was lost, this one had to say that it is deleted
    del owners[last]
    put(owners)
    assert leaves() == [oldest_leaf, newest_leaf]
    assert look_up([last]) == {}


def test_it_says_which_posts_of_a_shard_it_knows() -> None:
    owners = posts()
    put(owners)
    deleted, dropped = list(owners)[:100], list(owners)[100:200]
    forget(deleted)
    drop(dropped)
    assert sorted(known_of([SHARD])) == sorted(owners.keys() - dropped)
    assert look_up(owners).keys() == owners.keys() - dropped


changes = st.lists(
    st.tuples(st.sampled_from([put, forget, drop]), st.integers(0, 400), st.integers(1, 150)), max_size=30
)


@given(changes)
def test_it_agrees_with_a_plain_dict_after_any_changes(steps: list[tuple[Callable[..., None], int, int]]) -> None:
    lose_redis()
    owners = posts(550, seconds_between=1)
    known: dict[int, int | None] = {}
    for change, start, count in steps:
        chosen = dict(list(owners.items())[start : start + count])
        change(chosen)
        if change is put:
            known = {**chosen, **known}
        elif change is forget:
            known |= dict.fromkeys(chosen)
        else:
            known = {post_id: known[post_id] for post_id in known if post_id not in chosen}
    assert look_up(owners) == known
