from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

# Which of these uploads somebody still waits for, however old they are.
Spared = Callable[[list[str]], Collection[str]]


@dataclass(frozen=True)
class SignedUpload:
    """What a browser or a phone needs to send one file: POST `fields`, then `file`, to `url`."""

    url: str
    fields: dict[str, str]
    key: str
    expires_at: datetime
