"""The people of the demo: found, or made."""

import secrets

from django.contrib.auth import get_user_model

from tintype.accounts.actions import create_account, update_profile
from tintype.accounts.queries import person_by_username
from tintype.demo.cast import VISITOR, Character
from tintype.lib.errors import Refused
from tintype.photos.faces import set_avatar

_AVATAR_EDGE = 480


def is_loaded() -> bool:
    """The visitor's name is written last of all, so it says that nothing is missing."""
    visitor = person_by_username(VISITOR)
    return visitor is not None and visitor.name != ""


def settle(character: Character) -> int:
    """The account's id. Raises Refused when somebody else has the name."""
    person = person_by_username(character.username)
    if person is None:
        account_id = create_account(character.username, character.email, secrets.token_urlsafe(16))
        set_avatar(account_id, character.portrait.jpeg(_AVATAR_EDGE))
    else:
        account_id = person.id
        _check_same(account_id, character)
    if character.username != VISITOR:
        introduce(account_id, character)
    return account_id


def _check_same(account_id: int, character: Character) -> None:
    if get_user_model().objects.get(id=account_id).email != character.email:
        raise Refused(f"Somebody on this site is called {character.username} already; the demo needs the name.")


def introduce(account_id: int, character: Character) -> None:
    update_profile(account_id, name=character.name, bio=character.bio, is_private=character.is_private)


def give_password(account_id: int, password: str) -> None:
    account = get_user_model().objects.get(id=account_id)
    account.set_password(password)
    account.save(update_fields=["password"])
