"""Ids and cursors that come from addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.lib.paging import MAX_ID, Page, before_id, cut, parse_id


@given(st.integers(1, MAX_ID))
def test_every_id_is_read_back(number: int) -> None:
    assert parse_id(str(number)) == before_id(str(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_an_id_or_none(text: str) -> None:
    number = parse_id(text)
    assert number is None or 0 < number <= MAX_ID


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "0",
        "000",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "1_000",
        "x",
        "٣",
        "³",
        "①",
        "1\n",
        "1\0",
        str(MAX_ID + 1),
        str(2**64),
        "9" * 5000,
    ],
)
def test_what_is_no_id_is_none_and_as_a_cursor_starts_at_the_newest(text: str | None) -> None:
    assert parse_id(text) is None
    assert before_id(text) == MAX_ID


def test_a_page_is_cut_from_one_row_more() -> None:
    assert cut([3, 2, 1], 2) == ([3, 2], True)
    assert cut([2, 1], 2) == ([2, 1], False)
    assert cut([], 2) == ([], False)
    assert Page([1]).next is None
