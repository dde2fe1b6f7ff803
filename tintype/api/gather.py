"""All that came with a request, as one tree: query string, form, files and JSON may each hold a part of it.

`media_ids[]=1&media_ids[]=2` is a list, `source[privacy]=public` a tree, `fields_attributes[0][name]=…` a tree with
numbers for names, which `params.many` takes as a list.
"""

import errno
import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from tintype.api.errors import ApiError

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
JSONS = {"application/json", "text/json", "application/ld+json"}
MOST_LEVELS = 5
_NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")

Tree = dict[str, Any]


def gathered(request: HttpRequest) -> Tree:
    """Raises ApiError for a body that is not what it says, or of a type that nobody reads here."""
    tree: Tree = {}
    for name, values in request.GET.lists():
        _put(tree, name, values)
    content_type = (request.content_type or "").lower()
    if content_type in FORMS:
        _read_form(request, tree)
    elif content_type in JSONS:
        tree |= _json(request.body)
    elif request.body:
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON or a form")
    return tree


def _read_form(request: HttpRequest, tree: Tree) -> None:
    # Django reads the forms of POST alone, and apps send them with PUT and PATCH and even with GET.
    method, request.method = request.method, "POST"
    try:
        request._load_post_and_files()  # noqa: SLF001 - as above
    except (MultiPartParserError, TooManyFilesSent, UnreadablePostError, BadRequest):
        raise ApiError(HTTPStatus.BAD_REQUEST, "The form is not well-formed") from None
    except OSError as error:
        # Larger files wait on the disk while the form is read.
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "There is no room for more photos right now") from error
    finally:
        request.method = method
    for name, values in request.POST.lists():
        _put(tree, name, values)
    for name, files in request.FILES.lists():
        _put(tree, name, files)


def _json(body: bytes) -> Tree:
    """Apps send `false` or nothing at all where they have nothing to say."""
    if not body.strip():
        return {}
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ApiError(HTTPStatus.BAD_REQUEST, "The body is not JSON") from None
    return {_text(name): _cleaned(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _cleaned(value: Any, level: int = 0) -> Any:
    if level > MOST_LEVELS:
        return None
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_cleaned(item, level + 1) for item in value]
    if isinstance(value, dict):
        return {_text(name): _cleaned(item, level + 1) for name, item in value.items()}
    return value


def _text(value: str) -> str:
    """Without what PostgreSQL cannot hold: NUL, and halves of characters."""
    return value.replace("\0", "").encode(errors="ignore").decode()


def _put(tree: Tree, name: str, values: Iterable[Any]) -> None:
    match = _NAME.match(name)
    if match is None:
        return
    keys = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    if len(keys) <= MOST_LEVELS:
        for index, value in enumerate(values):
            _put_one(tree, keys, _text(value) if isinstance(value, str) else value, index)


def _put_one(tree: Tree, keys: list[str], value: Any, index: int) -> None:
    """A name that is a list here and a tree there keeps what came last."""
    first, *rest = keys
    if not rest:
        tree[first] = value
    elif rest[0] == "":
        _append(_within(tree, first, list), rest[1:], value, index)
    else:
        _put_one(_within(tree, first, dict), rest, value, index)


def _within(tree: Tree, name: str, kind: type[Any]) -> Any:
    if not isinstance(tree.get(name), kind):
        tree[name] = kind()
    return tree[name]


def _append(items: list[Any], keys: list[str], value: Any, index: int) -> None:
    """`a[][id]=1&a[][text]=x&a[][id]=2`: the first of each name belong together, then the second of each."""
    if not keys or keys[0] == "":
        items.append(value)
        return
    items += [{} for _ in range(index + 1 - len(items))]
    if isinstance(items[index], dict):
        _put_one(items[index], keys, value, index)
