"""What people type, in every script, and what is made of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.lib.text import TAG_LENGTH, clean, mentions_in, tags_in

# Whatever a browser can send as text, control characters and all.
texts = st.text(max_size=60)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_nothing_that_could_break_a_page_or_the_database_is_left(text: str) -> None:
    kept = clean(text)
    assert {unicodedata.category(c) for c in kept if c not in "\n\t"} & {"Cc", "Cs"} == set()
    assert kept == kept.strip() == unicodedata.normalize("NFC", kept)
    kept.encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  b \n", "a  b"),
        ("a\r\nb\rc\n\nd", "a\nb\nc\n\nd"),
        ("a\tb", "a\tb"),
        ("a\0b\x07c\x1b[31md\x7fe\x85f", "abc[31mdef"),
        ("e\u0301", "é"),
        ("<script>alert(1)</script> & \"'", "<script>alert(1)</script> & \"'"),
        ("👩‍👩‍👧 🏳️‍🌈 👍🏽", "👩‍👩‍👧 🏳️‍🌈 👍🏽"),
        ("שלום عليكم", "שלום عليكم"),
        ("a\u202eb\u2066c", "a\u202eb\u2066c"),
        ("\ud800a", "a"),
        ("", ""),
        (" \u00a0\u3000\n", ""),
        ("\u200b\u200d\ufeff\u2060", ""),
        ("\0", ""),
    ],
)
def test_cleaning_keeps_what_people_mean(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Cat #cat #CAT", ["cat"]),
        ("#one#two #three", ["one", "three"]),
        ("(#a) #b, #c. #d! '#e'", ["a", "b", "c", "d", "e"]),
        ("#2026 #2026a ##x a#b &#39; /#frag", ["2026a"]),
        ("#Straße #ΣΊΣΥΦΟΣ #猫 #حب #שלום #кот", ["strasse", "σίσυφοσ", "猫", "حب", "שלום", "кот"]),
        ("#under_score #with-dash", ["under_score", "with"]),
        ("#हिन्दी #กรุงเทพ #été", ["हिन्दी", "กรุงเทพ", "été"]),
        ("#👩 # #", []),
        ("no tags", []),
        ("", []),
    ],
)
def test_hashtags_are_found_folded_and_once(text: str, tags: list[str]) -> None:
    assert tags_in(text) == tags


@given(texts.map(lambda text: f"#{text} #{'ß' * 50} #{'ﬃ' * 20}"))
def test_a_hashtag_always_fits_and_is_its_own_hashtag(text: str) -> None:
    for tag in tags_in(text):
        assert 0 < len(tag) <= TAG_LENGTH
        assert tag == tag.casefold()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ann, @bob and @ANN", ["ann", "bob"]),
        ("(@ann) '@bob' @c_1.", ["ann", "bob", "c_1"]),
        ("ann@example.org @@bob /@carl", []),
        (f"@{'a' * 30} @{'b' * 31}", ["a" * 30]),
        ("@é @\u0430nn @ann\u00e9 @annи", []),
        ("@ @", []),
    ],
)
def test_people_mentioned_are_found_once(text: str, names: list[str]) -> None:
    assert mentions_in(text) == names
