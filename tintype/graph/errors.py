from tintype.lib.errors import Refused


class CannotFollow(Refused):
    """Following oneself."""


class CannotBlock(Refused):
    """Blocking oneself."""
