"""How much may come in with one form."""

from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from tintype.storage.queries import largest_upload_body


class LengthLimit(FileUploadHandler):
    """Refuses a form by its Content-Length, unread.

    Django bounds the text of a form but not its files, and reads the whole form of whoever sends one, to look for
    the CSRF token: anybody could fill the disk of a machine that has no proxy with a limit in front.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002 - Django's signature
        META: dict[str, str],  # noqa: ARG002, N803 - as above
        content_length: int,
        boundary: str,  # noqa: ARG002 - as above
        encoding: str | None = None,  # noqa: ARG002 - as above
    ) -> None:
        if content_length > largest_upload_body():
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - as above
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - as above
        return None
