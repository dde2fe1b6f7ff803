"""Django's cache, for libraries that want one (allauth's limits): JSON in Redis, whatever Redis is."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from tintype.lib.redis import ask
from tintype.lib.serializers import Json


class SharedCache(BaseCache):
    """Raises RedisDown: a limit that nobody counts would be none."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._json = Json()

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = ask("GET", self.make_and_validate_key(key, version))
        return default if found is None else self._json.loads(found)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._put(key, value, timeout, version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._put(key, value, timeout, version, "NX")

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(ask("DEL", self.make_and_validate_key(key, version)))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        seconds = self._seconds(timeout)
        words = ("PERSIST",) if seconds is None else ("EXPIRE", seconds)
        return bool(ask(words[0], self.make_and_validate_key(key, version), *words[1:]))

    def _put(self, key: str, value: Any, timeout: Any, version: int | None, *words: str) -> bool:
        name, seconds = self.make_and_validate_key(key, version), self._seconds(timeout)
        if seconds == 0:
            self.delete(key, version)
            return True
        expiry = () if seconds is None else ("EX", seconds)
        return ask("SET", name, self._json.dumps(value), *expiry, *words) is not None

    def _seconds(self, timeout: Any) -> int | None:
        """None for ever, 0 for not at all."""
        wanted = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if wanted is None else max(0, int(wanted))
