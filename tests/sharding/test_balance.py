"""The plan of a rebalancing: even enough afterwards, nothing moved that need not be, ranges kept together."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tintype.sharding.balance import TOLERANCE, Piece, plan

SHARDS = 128
EQUAL = dict.fromkeys(range(SHARDS), 1.0)
names = st.integers(2, 8).map(lambda count: [f"db{number}" for number in range(count)])


@st.composite
def anywhere(draw: st.DrawFn) -> tuple[dict[int, str], list[str]]:
    """Shards in ranges of any length on some of the databases; others are new and empty."""
    databases = draw(names)
    bounds = sorted(draw(st.sets(st.integers(1, SHARDS - 1), max_size=12)))
    places: dict[int, str] = {}
    for first, end in zip([0, *bounds], [*bounds, SHARDS], strict=True):
        places |= dict.fromkeys(range(first, end), draw(st.sampled_from(databases)))
    return places, databases


def carried_out(places: dict[int, str], pieces: list[Piece]) -> dict[int, str]:
    after = dict(places)
    for piece in pieces:
        for shard in piece.shards:
            assert after[shard] == piece.source
            after[shard] = piece.target
    return after


def loads(places: dict[int, str], weights: dict[int, float], databases: list[str]) -> dict[str, float]:
    return {name: sum(weights[shard] for shard in places if places[shard] == name) for name in databases}


def count_of_ranges(places: dict[int, str]) -> int:
    return sum(places[shard] != places.get(shard - 1) for shard in places)


@given(anywhere(), st.lists(st.floats(1, 2), min_size=SHARDS, max_size=SHARDS))
def test_afterwards_all_hold_about_the_same(where: tuple[dict[int, str], list[str]], each: list[float]) -> None:
    places, databases = where
    weights = dict(enumerate(each))
    after = loads(carried_out(places, plan(places, weights, databases)), weights, databases)
    average = sum(each) / len(databases)
    # Each of the databases may be out by half a shard, and the last one by what all others left to it.
    assert all(abs(load - average) <= TOLERANCE * average + len(databases) for load in after.values())


@given(anywhere())
def test_no_more_is_moved_than_some_have_too_much(where: tuple[dict[int, str], list[str]]) -> None:
    places, databases = where
    average = SHARDS / len(databases)
    too_much = sum(max(0, load - average) for load in loads(places, EQUAL, databases).values())
    pieces = plan(places, EQUAL, databases)
    assert sum(len(piece.shards) for piece in pieces) <= too_much + len(databases)
    assert len({(piece.source, piece.target) for piece in pieces}) == len(pieces) < len(databases)
    assert max(Counter(shard for piece in pieces for shard in piece.shards).values(), default=1) == 1


@given(anywhere())
def test_each_move_adds_two_ranges_at_most(where: tuple[dict[int, str], list[str]]) -> None:
    places, databases = where
    pieces = plan(places, EQUAL, databases)
    assert count_of_ranges(carried_out(places, pieces)) <= count_of_ranges(places) + 2 * len(pieces)


@given(anywhere())
def test_what_is_even_stays_where_it_is(where: tuple[dict[int, str], list[str]]) -> None:
    places, databases = where
    even = carried_out(places, plan(places, EQUAL, databases))
    assert plan(even, EQUAL, databases) == [] or len(databases) > SHARDS * TOLERANCE / 2


def test_a_new_database_gets_ranges_that_lie_together() -> None:
    places = {shard: f"db{shard // 64}" for shard in range(192)}
    assert plan(places, dict.fromkeys(places, 1.0), ["db0", "db1", "db2", "db3"]) == [
        Piece(tuple(range(48, 64)), "db0", "db3"),
        Piece(tuple(range(64, 80)), "db1", "db3"),
        Piece(tuple(range(176, 192)), "db2", "db3"),
    ]


def test_of_two_heavy_shards_one_goes_and_light_ones_fill_up() -> None:
    places = {shard: "db0" if shard < 100 else "db1" for shard in range(128)}
    weights = dict.fromkeys(places, 1.0) | {98: 1000.0, 99: 1000.0}
    assert plan(places, weights, ["db0", "db1"]) == [Piece((*range(89, 98), 99), "db0", "db1")]


def test_no_crumbs_are_gathered_from_behind_full_shards() -> None:
    places = {shard: "db0" if shard < 100 else "db1" for shard in range(128)}
    weights = {shard: 10.0 if 40 <= shard < 100 else 0.1 for shard in places}
    after = carried_out(places, plan(places, weights, ["db0", "db1"]))
    assert count_of_ranges(after) == count_of_ranges(places)
