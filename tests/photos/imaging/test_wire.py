"""The answer of the child is a stranger's word."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.photos.imaging import wire
from tintype.photos.imaging.records import MAX_ANSWER_BYTES, Rendered, RenderedFile

NAMES = ("150.jpg", "original")
JPEG = b"\xff\xd8\xff pixels \xff\xd9"
GOOD: dict[str, Any] = {
    "size": [30, 20],
    "blurhash": "LTIEL4%LRmt6~nxajIxatRxajHxt",
    "colour": "#a0b1c2",
    "files": [["150.jpg", 3, 2, len(JPEG)], ["original", 30, 20, len(JPEG)]],
}


def answer(body: bytes = JPEG + JPEG, **changes: object) -> bytes:
    return ended(body, json.dumps(GOOD | changes).encode())


def ended(body: bytes, report: bytes) -> bytes:
    return body + report + len(report).to_bytes(4, "big")


def test_what_is_written_is_read() -> None:
    stream = io.BytesIO()
    written = wire.Answer(stream)
    written.add("150.jpg", 3, 2, JPEG)
    with written.adding("original", 30, 20):
        written.write(JPEG)
        written.write(JPEG)
    written.finish(30, 20, GOOD["blurhash"], "#a0b1c2")
    small = RenderedFile("150.jpg", 3, 2, JPEG, "image/jpeg")
    files = (small, RenderedFile("original", 30, 20, JPEG + JPEG, "image/jpeg"))
    rendered = Rendered(30, 20, GOOD["blurhash"], "#a0b1c2", files)
    assert wire.read(stream.getvalue(), {NAMES}) == rendered


def test_a_refusal_is_read_whatever_was_written_before_it() -> None:
    stream = io.BytesIO()
    written = wire.Answer(stream)
    written.add("150.jpg", 3, 2, JPEG)
    written.refuse("damaged")
    assert wire.read(stream.getvalue(), {NAMES}) == "damaged"


def test_no_more_is_written_than_is_read() -> None:
    stream = io.BytesIO()
    written = wire.Answer(stream)
    half = bytes(MAX_ANSWER_BYTES // 2)
    assert [written.write(half), written.write(half), written.write(b"x")] == [len(half), 0, 0]
    assert written.is_full


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("150.webp", JPEG),
        ("150.webp", b"RIFF\x05\0\0\0WEBP"),
        ("150.avif", b"\0\0\0\x1cftypheic"),
        ("150.html", JPEG),
        ("150.jpg.webp", JPEG),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_noticed(name: str, data: bytes) -> None:
    with pytest.raises(wire.BadAnswer):
        wire.read(answer(data, files=[[name, 3, 2, len(data)]]), {(name,)})


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
        answer(files=[["150.jpg", 3, 2, len(JPEG)], ["../x", 30, 20, len(JPEG)]]),
        answer(files=[["150.jpg", 3, 2, len(JPEG)], ["150.jpg", 30, 20, len(JPEG)]]),
        answer(files=[["150.jpg", 3, 2, -1], ["original", 30, 20, len(JPEG)]]),
        answer(files=[["150.jpg", 3, 2, 10**12], ["original", 30, 20, len(JPEG)]]),
        answer(files=[["150.jpg", 3, 2, 1.5], ["original", 30, 20, len(JPEG)]]),
        answer(files=[["150.jpg", -3, 2, len(JPEG)], ["original", 30, 20, len(JPEG)]]),
        answer(files=[["150.jpg", 3, len(JPEG)], ["original", 30, 20, len(JPEG)]]),
        answer(files="150.jpg"),
        answer(colour="red;}"),
        answer(colour=None),
        answer(more="x" * 3000),
        ended(b"", b"[" * 2000),
        ended(b"", b"\xff\xfe"),
        ended(b"", b"1"),
        ended(b"", b"null"),
        ended(JPEG, b""),
        b"\xff" * 100,
        b"\0\0\0",
        b"",
    ],
)
def test_an_unsound_answer_is_noticed(unsound: bytes) -> None:
    assert wire.read(answer(), {NAMES})
    with pytest.raises(wire.BadAnswer):
        wire.read(unsound, {NAMES})


@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
        lambda report: ended(b"", json.dumps(report).encode())
    )
)
def test_no_answer_at_all_breaks_the_parent(rubbish: bytes) -> None:
    with pytest.raises(wire.BadAnswer):
        wire.read(rubbish, {NAMES})
