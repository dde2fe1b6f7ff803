"""What apps send, in all the ways in which they have been seen to send it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tintype.api.errors import ApiError
from tintype.api.gather import gathered
from tintype.api.paging import Paging
from tintype.api.params import Flag, Ids, MaybeId, Number, Params, Words, parsed

send = RequestFactory()
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [("media_ids[]=1&media_ids[]=2&source[privacy]=public", FORM)]
    + [
        ('{"media_ids": ["1", "2"], "source": {"privacy": "public"}}', kind)
        for kind in (JSON, f"{JSON}; charset=utf-8")
    ],
)
def test_a_form_and_json_mean_the_same_with_every_method(method: str, body: str, content_type: str) -> None:
    request = send.generic(method, "/", body, content_type=content_type)
    assert gathered(request) == {"media_ids": ["1", "2"], "source": {"privacy": "public"}}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_multipart_has_fields_and_files(method: str) -> None:
    file = SimpleUploadedFile("a.jpg", b"bytes")
    post = send.post("/", {"file": file, "fields_attributes[0][name]": "Town"})
    body, content_type = post.body, post.content_type + post.META["CONTENT_TYPE"].removeprefix(post.content_type)
    tree = gathered(send.generic(method, "/", body, content_type=content_type))
    assert tree.pop("file").read() == b"bytes"
    assert tree == {"fields_attributes": {"0": {"name": "Town"}}}


def test_query_string_and_body_add_up() -> None:
    request = send.generic("POST", "/?visibility=public&sensitive=false", '{"status": "hello"}', content_type=JSON)
    assert gathered(request) == {"visibility": "public", "sensitive": "false", "status": "hello"}


@pytest.mark.parametrize("body", ["", "{}", "false", "null", " ", "[]", '"text"', "7"])
def test_a_body_without_anything_in_it_is_nothing(body: str) -> None:
    assert gathered(send.generic("POST", "/", body, content_type=JSON)) == {}


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{", JSON, 400),
        ("[" * 100_000, JSON, 400),
        ("<a/>", "application/xml", 415),
        ("x", "text/plain", 415),
        ("--x\r\nno", "multipart/form-data", 400),
        ("no part", "multipart/form-data; boundary=x", 0),
    ],
)
def test_a_body_that_nobody_can_read_is_refused(body: str, content_type: str, status: int) -> None:
    request = send.generic("POST", "/", body, content_type=content_type)
    if not status:
        assert gathered(request) == {}
        return
    with pytest.raises(ApiError) as refused:
        gathered(request)
    assert refused.value.status == status


def test_the_first_of_each_name_make_the_first_row_of_a_list() -> None:
    body = "a[][id]=1&a[][text]=x&a[][id]=2"
    assert gathered(send.generic("PUT", "/", body, content_type=FORM)) == {"a": [{"id": "1", "text": "x"}, {"id": "2"}]}


@pytest.mark.parametrize("name", ["a[b", "a]b", "[a]", "a[b]c", "[]", "a" + "[b]" * 9])
def test_a_name_that_is_none_is_left_out(name: str) -> None:
    assert gathered(send.post("/", {name: "x"})) == {}


@pytest.mark.parametrize("query", ["a=1&a[]=2", "a=1&a[b]=2", "a[]=1&a[b]=2", "a[b]=1&a[]=2", "a[b]=1&a=2"])
def test_a_name_that_is_two_things_is_one_of_them(query: str) -> None:
    assert list(gathered(send.get(f"/?{query}"))) == ["a"]


def test_what_a_database_cannot_hold_is_taken_out() -> None:
    assert gathered(send.generic("POST", "/", '{"a\\u0000": ["b\\ud800c"]}', content_type=JSON)) == {"a": ["bc"]}


class Everything(Params):
    flag: Flag = False
    many: Ids = []
    words: Words = []
    text: str = ""
    number: Number = None
    max_id: MaybeId = None


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        *[({"flag": value}, {"flag": True}) for value in (True, 1, "1", "true", "True", "on")],
        *[({"flag": value}, {"flag": False}) for value in (False, 0, "0", "false", "False", "off", "", None)],
        ({"many": "7"}, {"many": [7]}),
        ({"many": {"0": "7", "1": "8"}}, {"many": [7, 8]}),
        ({"words": "one"}, {"words": ["one"]}),
        ({"text": 7}, {"text": "7"}),
        ({"number": "", "max_id": "0"}, {"number": None, "max_id": None}),
        ({"nobody": "knows this"}, {}),
    ],
)
def test_apps_are_not_strict_about_types(tree: dict[str, Any], expected: dict[str, Any]) -> None:
    assert parsed(Everything, tree) == Everything(**expected)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("flag", "maybe"),
        ("many", ["x"]),
        ("many", [True]),
        ("number", "ten"),
        ("text", {}),
        ("max_id", "-1"),
        ("words", [{}]),
    ],
)
def test_a_wrong_type_is_a_422_that_names_the_field(name: str, value: Any) -> None:
    with pytest.raises(ApiError) as refused:
        parsed(Everything, {name: value})
    assert refused.value.status == 422
    assert name in refused.value.body["error"]


@pytest.mark.parametrize(("limit", "size"), [(None, 20), ("1000", 40), ("0", 20), ("-5", 1), ("7", 7)])
def test_a_limit_is_clamped(limit: str | None, size: int) -> None:
    assert parsed(Paging, {"limit": limit}).size == size
