"""People by what somebody typed: a name, a name at this site, or the address of a profile."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from tintype.accounts.queries import person_by_username, search_people
from tintype.accounts.records import Person
from tintype.graph.queries import relations

# Of those whose name begins so, among whom one looks for people one follows.
LOOKED_THROUGH = 500


def local_name(text: str) -> str | None:
    """The user name that is meant; None where it is one at another site.

    >>> local_name("@ann"), local_name("ann@elsewhere.example")
    ('ann', None)
    """
    own = urlsplit(settings.TINTYPE_URL)
    name = text.strip().removeprefix(f"{settings.TINTYPE_URL}/").strip("/").removeprefix("@")
    name, _, host = name.partition("@")
    return name if host.lower() in {"", own.netloc, own.hostname} else None


def named_for(viewer: int | None, text: str) -> Person | None:
    """None too where they block the viewer."""
    name = local_name(text)
    found = person_by_username(name) if name else None
    return next(iter(people_for(viewer, [found])), None) if found else None


def people_for(viewer: int | None, people: Iterable[Person]) -> list[Person]:
    """Without those who block the viewer."""
    shown = list(people)
    ties = relations(viewer, [person.id for person in shown])
    return [person for person in shown if not ties[person.id].is_blocked_by]


def people_found(
    viewer: int | None, text: str, limit: int, skipped: int, *, only_followed: bool = False
) -> list[Person]:
    """Whose user name begins as the text does."""
    name = local_name(text)
    if not name:
        return []
    found = people_for(viewer, search_people(name, limit=LOOKED_THROUGH if only_followed else skipped + limit))
    if only_followed:
        ties = relations(viewer, [person.id for person in found])
        found = [person for person in found if ties[person.id].is_following]
    return found[skipped : skipped + limit]
