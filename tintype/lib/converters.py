"""Parts of addresses. What cannot be one is an address that is not there: a kind 404."""

from tintype.lib.paging import parse_id


class Id:
    regex = "[0-9]+"

    def to_python(self, value: str) -> int:
        number = parse_id(value)
        if number is None:
            raise ValueError
        return number

    def to_url(self, value: int) -> str:
        return str(value)


class Username:
    regex = "[A-Za-z0-9_]{1,30}"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value
