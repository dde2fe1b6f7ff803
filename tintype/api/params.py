"""The types of what apps send. They are not strict about it: `1`, `"true"`, `on` and `True` are all yes."""

from typing import Annotated, Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema

from tintype.api.errors import ApiError, invalid
from tintype.lib.paging import parse_id

YES = {"true", "1", "on", "t", "yes"}
NO = {"false", "0", "off", "f", "no", ""}


def _flag(value: Any) -> Any:
    text = str(value).strip().lower()
    if text not in YES | NO:
        raise ValueError("must be true or false")
    return text in YES


def _id(value: Any) -> int:
    found = parse_id(str(value))
    if found is None or isinstance(value, bool):
        raise ValueError("must be an id")
    return found


def _id_or_none(value: Any) -> int | None:
    """Some apps ask for the first page with `max_id=0`."""
    return None if value in (None, "", 0, "0") else _id(value)


def many(value: Any) -> Any:
    """One alone is a list of one; a tree with numbers for names is the list of its values."""
    if value in (None, ""):
        return []
    if isinstance(value, dict) and all(name.isdigit() for name in value):
        return [value[name] for name in sorted(value, key=int)]
    return value if isinstance(value, list) else [value]


def _number(value: Any) -> Any:
    return None if value == "" else value


def _file(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        raise ValueError("must be a file")  # noqa: TRY004 - pydantic makes an answer of a ValueError
    return value


_ID_SCHEMA = {"type": "string", "pattern": "^[0-9]{1,19}$"}
Flag = Annotated[bool, BeforeValidator(_flag)]
Id = Annotated[int, BeforeValidator(_id), WithJsonSchema(_ID_SCHEMA)]
MaybeId = Annotated[int | None, BeforeValidator(_id_or_none), WithJsonSchema(_ID_SCHEMA)]
Ids = Annotated[list[Id], BeforeValidator(many)]
Words = Annotated[list[str], BeforeValidator(many)]
Number = Annotated[int | None, BeforeValidator(_number), WithJsonSchema({"type": "integer"})]
Upload = Annotated[
    Any, BeforeValidator(_file), WithJsonSchema({"type": "string", "contentMediaType": "application/octet-stream"})
]


class Params(BaseModel):
    """What nobody here knows is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class NoParams(Params):
    """For a route that takes nothing beyond its address."""


P = TypeVar("P", bound=Params)


def parsed(kind: type[P], tree: dict[str, Any]) -> P:
    """Raises ApiError that names each field that is wrong."""
    try:
        return kind.model_validate({name: value for name, value in tree.items() if value is not None})
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> ApiError:
    wrong = {".".join(map(str, item["loc"])): item["msg"].removeprefix("Value error, ") for item in error.errors()}
    details = {name: [{"error": "ERR_INVALID", "description": why}] for name, why in wrong.items()}
    return invalid("; ".join(f"{name}: {why}" for name, why in wrong.items()), details=details)
