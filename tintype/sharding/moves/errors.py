"""What a mover stops at; each text is for the operator."""

from tintype.lib.errors import Refused


class MoveRefused(Refused):
    """It was not begun, and nothing was changed."""


class MoveStopped(Refused):
    """It came to a halt at a place from which it can go on; the shards are served all the while."""
