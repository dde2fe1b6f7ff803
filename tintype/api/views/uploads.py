"""Forms with which the parts of a photo go straight to the object store."""

from typing_extensions import TypedDict

from tintype.api.answers import timestamp
from tintype.api.call import Call
from tintype.api.entities.types import Digits, Moment
from tintype.api.params import NoParams, Params
from tintype.api.routes import route
from tintype.api.views.media import told_of_file
from tintype.photos import uploads
from tintype.photos.records import Started


class UploadParams(Params):
    content_type: str
    size: int


class UploadPart(TypedDict):
    """A form: POST the fields, and then the bytes from `start` up to `end` as `file`, to the upload's address."""

    number: int
    start: int
    end: int
    fields: dict[str, str]


class Upload(TypedDict):
    """What of a file has to be sent; without an address and an expiry where nothing has."""

    id: Digits
    key: str
    url: str
    parts: list[UploadPart]
    expires_at: Moment | None


@route("POST", "/api/v1/uploads", scope="write:media", answer=Upload, rate="media", differs="Tintype's own")
def start(call: Call, params: UploadParams) -> Upload:
    """Begin to send a photo straight to the object store, in parts of 1 MiB."""
    return _upload(told_of_file(uploads.start_upload, call.me, params.content_type, params.size))


@route("POST", "/api/v1/uploads/<id:photo_id>", scope="write:media", answer=Upload, differs="Tintype's own")
def resume(call: Call, params: NoParams, photo_id: int) -> Upload:
    """Go on with an upload that was cut: fresh forms for the parts that are not there."""
    return _upload(uploads.missing_parts(call.me, photo_id))


def _upload(started: Started) -> Upload:
    return {
        "id": str(started.photo_id),
        "key": started.key,
        "url": started.url,
        "parts": [
            {"number": part.number, "start": part.start, "end": part.end, "fields": part.fields}
            for part in started.parts
        ],
        "expires_at": timestamp(started.expires_at) if started.expires_at else None,
    }
