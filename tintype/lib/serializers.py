"""How values of Django's cache lie in Redis: as JSON, never pickled."""

import json
from typing import Any


class Json:
    """For small values: numbers, strings, lists and dictionaries of them."""

    def dumps(self, value: Any) -> bytes | int:
        # Plain numbers stay numbers, so that Redis can count with them.
        if type(value) is int:
            return value
        return json.dumps(value, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)
