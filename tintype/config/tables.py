"""Reading a TOML table strictly: a missing, misspelt or mistyped key is named, with its place."""

from collections.abc import Callable, Mapping
from typing import Any

from tintype.config.lines import At


class TableError(Exception):
    """`at` is the key that is wrong, so that its line can be found; () for what stands nowhere in the file."""

    def __init__(self, text: str, at: At = ()) -> None:
        super().__init__(text)
        self.at = at


class Table:
    """One table of the file. `fill` puts the values of the machine into its texts ("{home}/objects")."""

    def __init__(self, content: object, fill: Callable[[str], str], at: At = ()) -> None:
        self._at = at
        if not isinstance(content, Mapping):
            raise self.wrong("this should be a table")
        self._content: Mapping[str, Any] = content
        self._fill = fill
        self._unread = set(content)

    @property
    def where(self) -> str:
        """As the file's own header has it."""
        name = ".".join(key for key in self._at if isinstance(key, str))
        last = self._at[-1] if self._at else ""
        return f"[[{name}]] {last + 1}" if isinstance(last, int) else f"[{name}]"

    def wrong(self, text: str, *keys: str) -> TableError:
        """To be raised; `keys` lead to what is wrong in this table."""
        return TableError(f"{self.where}: {text}" if self._at else text, (*self._at, *keys))

    def text(self, key: str) -> str:
        return self._filled(key, str(self._value(key, str, "a text")))

    def number(self, key: str, least: int, most: int) -> int:
        value = self._value(key, int, "a whole number")
        if isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(f"{key} should be a number from {least} to {most}, not {value!r}", key)
        return int(value)

    def flag(self, key: str) -> bool:
        return bool(self._value(key, bool, "true or false"))

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._value(key, list, "a list of texts")
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(f"{key} should be a list of texts, not {values!r}", key)
        return tuple(self._filled(key, value) for value in values)

    def table(self, key: str) -> "Table":
        return Table(self._value(key, dict, "a table"), self._fill, (*self._at, key))

    def tables(self, key: str) -> list["Table"]:
        found = self._value(key, list, "a list of tables")
        return [Table(item, self._fill, (*self._at, key, number)) for number, item in enumerate(found)]

    def has(self, key: str) -> bool:
        """For what may be left out."""
        return key in self._content

    def names(self) -> list[str]:
        return list(self._content)

    def finish(self) -> None:
        """Call when everything was read: what is left is a word this program does not know."""
        if self._unread:
            unknown = sorted(self._unread)
            raise self.wrong(f"unknown: {', '.join(unknown)}", unknown[0])

    def _filled(self, key: str, text: str) -> str:
        try:
            return self._fill(text)
        except TableError as error:
            raise self.wrong(f"{key}: {error}", key) from None

    def _value(self, key: str, kind: type, kind_name: str) -> Any:
        if key not in self._content:
            raise self.wrong(f"{key} is missing", key)
        self._unread.discard(key)
        value = self._content[key]
        if not isinstance(value, kind):
            raise self.wrong(f"{key} should be {kind_name}, not {value!r}", key)
        return value
