from typing import Literal

from pydantic import with_config
from typing_extensions import TypedDict

from tintype.api.entities.shapes import Account


@with_config(extra="forbid")
class Suggestion(TypedDict):
    source: Literal["global"]
    sources: list[str]
    account: Account
