"""Reading a TOML table strictly: a missing, misspelt or mistyped key is named, with its place."""

from collections.abc import Callable, Mapping
from typing import Any


class TableError(Exception):
    pass


class Table:
    """One table of the file. `fill` puts the values of the machine into its texts ("{home}/objects")."""

    def __init__(self, where: str, content: object, fill: Callable[[str], str]) -> None:
        if not isinstance(content, Mapping):
            raise TableError(f"{where} should be a table")
        self.where = where
        self._content: Mapping[str, Any] = content
        self._fill = fill
        self._unread = set(content)

    def text(self, key: str) -> str:
        return self._filled(key, str(self._value(key, str, "a text")))

    def number(self, key: str, least: int, most: int) -> int:
        value = self._value(key, int, "a whole number")
        if isinstance(value, bool) or not least <= value <= most:
            raise TableError(f"{self.where}: {key} should be a number from {least} to {most}, not {value!r}")
        return int(value)

    def flag(self, key: str) -> bool:
        return bool(self._value(key, bool, "true or false"))

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._value(key, list, "a list of texts")
        if not all(isinstance(value, str) for value in values):
            raise TableError(f"{self.where}: {key} should be a list of texts, not {values!r}")
        return tuple(self._filled(key, value) for value in values)

    def table(self, key: str) -> "Table":
        return Table(f"{self.where} [{key}]", self._value(key, dict, "a table"), self._fill)

    def tables(self, key: str) -> list["Table"]:
        found = self._value(key, list, "a list of tables")
        return [Table(f"{self.where} [[{key}]] {n}", item, self._fill) for n, item in enumerate(found, 1)]

    def has(self, key: str) -> bool:
        """For what may be left out."""
        return key in self._content

    def names(self) -> list[str]:
        return list(self._content)

    def finish(self) -> None:
        """Call when everything was read: what is left is a word this program does not know."""
        if self._unread:
            raise TableError(f"{self.where}: unknown: {', '.join(sorted(self._unread))}")

    def _filled(self, key: str, text: str) -> str:
        try:
            return self._fill(text)
        except TableError as error:
            raise TableError(f"{self.where}: {key}: {error}") from None

    def _value(self, key: str, kind: type, kind_name: str) -> Any:
        if key not in self._content:
            raise TableError(f"{self.where}: {key} is missing")
        self._unread.discard(key)
        value = self._content[key]
        if not isinstance(value, kind):
            raise TableError(f"{self.where}: {key} should be {kind_name}, not {value!r}")
        return value
