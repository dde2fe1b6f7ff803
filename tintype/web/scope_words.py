"""What an app asks for, in the words of whoever is asked."""

from collections.abc import Iterable

from tintype.accounts.scopes import WIDE

_WIDE = {
    "read": "See everything that you can see here: posts, people, your activity and your lists",
    "write": "Do everything for you that you can do here: post, comment, like, follow, delete, change your profile",
    "follow": "See and change whom you follow, block and mute",
    "push": "Tell your phone or computer when something happens",
    "profile": "See who you are",
}
_THINGS = {
    "accounts": "your profile",
    "blocks": "whom you have blocked",
    "bookmarks": "your bookmarks",
    "conversations": "your conversations",
    "favourites": "what you like",
    "filters": "your filters",
    "follows": "whom you follow",
    "lists": "your lists",
    "media": "your photos",
    "mutes": "whom you have muted",
    "notifications": "your activity",
    "reports": "your reports to whoever runs this place",
    "search": "what you search for",
    "statuses": "your posts and comments",
}
_VERBS = {"read": "See", "write": "Change"}


def in_words(scopes: Iterable[str]) -> list[str]:
    """Each thing once: a fine scope beside the wide one that it is in adds nothing."""
    asked = set(scopes)
    rest = asked - {fine for wide in asked & WIDE.keys() for fine in WIDE[wide]}
    return [words for scope, words in _WIDE.items() if scope in rest] + sorted(
        f"{_VERBS[verb]} {_THINGS[thing]}" for verb, _, thing in (scope.partition(":") for scope in rest) if thing
    )
