"""What a token may be for. Names as Mastodon's apps ask for them."""

from collections.abc import Collection, Iterable

_READ = (
    "accounts",
    "blocks",
    "bookmarks",
    "favourites",
    "filters",
    "follows",
    "lists",
    "mutes",
    "notifications",
    "search",
    "statuses",
)
_WRITE = (
    "accounts",
    "blocks",
    "bookmarks",
    "conversations",
    "favourites",
    "filters",
    "follows",
    "lists",
    "media",
    "mutes",
    "notifications",
    "reports",
    "statuses",
)
_FOLLOW = tuple(f"{what}:{whom}" for what in ("read", "write") for whom in ("blocks", "follows", "mutes"))

# Each of the wide scopes, with the fine ones that are in it.
WIDE: dict[str, tuple[str, ...]] = {
    "read": (*(f"read:{name}" for name in _READ), "profile"),
    "write": tuple(f"write:{name}" for name in _WRITE),
    "follow": _FOLLOW,
    "push": (),
    "profile": (),
}

# Who the token's person is stands among all that may be read of accounts.
_NARROWER = {"read:accounts": ("profile",)}

SCOPES: tuple[str, ...] = tuple(dict.fromkeys([*WIDE, *(fine for group in WIDE.values() for fine in group)]))


def covers(granted: Iterable[str], needed: str) -> bool:
    """Whether one who was granted these may do what takes `needed`.

    >>> covers({"follow"}, "write:blocks"), covers({"read:accounts"}, "profile"), covers({"read:lists"}, "read")
    (True, True, False)
    """
    return any(needed == scope or needed in WIDE.get(scope, _NARROWER.get(scope, ())) for scope in granted)


def unknown_among(scopes: Collection[str]) -> list[str]:
    return sorted(set(scopes) - set(SCOPES))


def without_admin(scopes: str) -> list[str]:
    """Each once. Pixelfed's app asks every server for what only administrators could use; here nobody can.

    >>> without_admin("read push  admin:read read admin:write")
    ['read', 'push']
    """
    return list(dict.fromkeys(scope for scope in scopes.split() if not scope.startswith("admin:")))
