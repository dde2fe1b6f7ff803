"""The answer of the child is a stranger's word."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.photos.imaging import wire
from tintype.photos.imaging.records import Rendered, RenderedFile

NAMES = ("small", "large")
JPEG = b"\xff\xd8\xff pixels \xff\xd9"
GOOD: dict[str, Any] = {
    "size": [30, 20],
    "blurhash": "LTIEL4%LRmt6~nxajIxatRxajHxt",
    "files": [["small", 3, 2, len(JPEG)], ["large", 30, 20, len(JPEG)]],
}


def answer(body: bytes = JPEG + JPEG, **changes: object) -> bytes:
    return json.dumps(GOOD | changes).encode() + b"\n" + body


def test_what_is_written_is_read() -> None:
    files = (RenderedFile("small", 3, 2, JPEG), RenderedFile("large", 30, 20, JPEG + JPEG))
    rendered = Rendered(30, 20, GOOD["blurhash"], files)
    stream = io.BytesIO()
    wire.write_rendered(stream, rendered)
    assert wire.read(stream.getvalue(), NAMES) == rendered
    stream = io.BytesIO()
    wire.write_refusal(stream, "damaged")
    assert wire.read(stream.getvalue(), NAMES) == "damaged"


@pytest.mark.parametrize(
    "unsound",
    [
        answer(JPEG),
        answer(JPEG * 3),
        answer(b""),
        answer(b"<html>".ljust(2 * len(JPEG))),
        answer(size=[0, 1]),
        answer(size=[10**9, 1]),
        answer(size=["1", "1"]),
        answer(size=[True, True]),
        answer(size=[1]),
        answer(size=None),
        answer(blurhash="<script>"),
        answer(blurhash="x" * 5000),
        answer(blurhash=None),
        answer(files=[]),
        answer(files=[["small", 3, 2, len(JPEG)], ["../x", 30, 20, len(JPEG)]]),
        answer(files=[["small", 3, 2, len(JPEG)], ["small", 30, 20, len(JPEG)]]),
        answer(files=[["small", 3, 2, -1], ["large", 30, 20, len(JPEG)]]),
        answer(files=[["small", 3, 2, 10**12], ["large", 30, 20, len(JPEG)]]),
        answer(files=[["small", 3, 2, 1.5], ["large", 30, 20, len(JPEG)]]),
        answer(files=[["small", -3, 2, len(JPEG)], ["large", 30, 20, len(JPEG)]]),
        answer(files=[["small", 3, len(JPEG)], ["large", 30, 20, len(JPEG)]]),
        answer(files="small"),
        b"[" * 4000,
        b"\xff\xfe\n",
        b"1\n",
        b"null",
        b"",
    ],
)
def test_an_unsound_answer_is_noticed(unsound: bytes) -> None:
    assert wire.read(answer(), NAMES)
    with pytest.raises(wire.BadAnswer):
        wire.read(unsound, NAMES)


@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_no_answer_at_all_breaks_the_parent(rubbish: bytes) -> None:
    with pytest.raises(wire.BadAnswer):
        wire.read(rubbish, NAMES)
