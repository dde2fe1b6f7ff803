"""Who sees a post, in the words of apps."""

from tintype.api.entities import shapes
from tintype.photos.limits import Visibility

_SHOWN: dict[str, shapes.Visibility] = {
    Visibility.PUBLIC: "public",
    Visibility.UNLISTED: "unlisted",
    Visibility.FOLLOWERS: "private",
    Visibility.DIRECT: "direct",
}
_MEANT = {shown: str(kept) for kept, shown in _SHOWN.items()}


def shown(visibility: str) -> shapes.Visibility:
    return _SHOWN[visibility]


def meant(word: shapes.Visibility) -> str:
    return _MEANT[word]
