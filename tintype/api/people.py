"""The one way from an id in an address to a person."""

from tintype.accounts.queries import person
from tintype.accounts.records import Person
from tintype.api.errors import unauthorized
from tintype.graph.queries import relation
from tintype.lib.errors import NotFound


def person_for(viewer: int | None, account_id: int) -> Person:
    """Raises NotFound for nobody, and for whoever blocks the viewer, who does not learn it."""
    found = person(account_id)
    if found is None or relation(viewer, account_id).is_blocked_by:
        raise NotFound
    return found


def own_person(viewer: int) -> Person:
    """Raises ApiError for whoever was shut out since their token was looked at."""
    found = person(viewer)
    if found is None:
        raise unauthorized()
    return found
