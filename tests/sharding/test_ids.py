"""What can be read off an id, for any id."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tintype.sharding.ids import EPOCH, first_id_at, made_at, next_id
from tintype.sharding.scope import LOGICAL_SHARDS, on_shard, on_shard_of, shard_of, shard_of_id
from tintype.testing.member import Member

# The years in which ids can be made; to the microsecond, as PostgreSQL keeps them.
moments = st.datetimes(datetime(2026, 1, 1), datetime(2060, 10, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
milliseconds = st.integers(0, 2**40 - 1)
shards = st.integers(0, LOGICAL_SHARDS - 1)
sequences = st.integers(0, 1023)


@given(milliseconds, shards, sequences)
def test_an_id_says_its_shard_and_its_millisecond(ms: int, shard: int, sequence: int) -> None:
    made = (ms << 23) | (shard << 10) | sequence
    assert shard_of_id(made) == shard
    assert made_at(made) == EPOCH + timedelta(milliseconds=ms)
    assert 0 <= made < 2**63


@given(milliseconds, milliseconds, shards, shards)
def test_ids_sort_by_their_time_whatever_their_shard(ms: int, other_ms: int, shard: int, other_shard: int) -> None:
    one, other = (ms << 23) | (shard << 10) | 1023, (other_ms << 23) | (other_shard << 10)
    if ms != other_ms:
        assert (one < other) == (ms < other_ms)


@given(moments, shards, sequences)
def test_the_first_id_of_a_moment_is_the_smallest_of_its_millisecond(
    moment: datetime, shard: int, sequence: int
) -> None:
    first = first_id_at(moment)
    assert made_at(first) <= moment < made_at(first) + timedelta(milliseconds=1)
    assert first <= first + (shard << 10) + sequence < first_id_at(moment + timedelta(milliseconds=1))


@given(moments)
def test_the_first_id_of_a_whole_millisecond_says_that_moment(moment: datetime) -> None:
    whole = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert made_at(first_id_at(whole)) == whole


def test_the_id_made_in_a_scope_names_its_shard() -> None:
    for shard in (0, 4095, 4096, 8191):
        with on_shard(shard):
            assert shard_of_id(next_id()) == shard


def test_what_is_made_on_a_persons_shard_says_so(alice: Member, bob: Member) -> None:
    for member in (alice, bob):
        with on_shard_of(member.id):
            assert shard_of_id(next_id()) == shard_of(member.id)
