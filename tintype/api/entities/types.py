"""How values are written in what apps get."""

from typing import Annotated

from pydantic import WithJsonSchema

# Ids pass 2^53, beyond which JavaScript's numbers have gaps: always text.
Digits = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[0-9]+$"})]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
Html = Annotated[str, WithJsonSchema({"type": "string", "description": "HTML"})]
