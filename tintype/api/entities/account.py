"""People, as apps see them."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.templatetags.static import static

from tintype.accounts.records import Person
from tintype.api.answers import timestamp
from tintype.api.entities.shapes import Account, Field
from tintype.api.html import html_of, linked, profile_url
from tintype.photos.counts import Counts, counts_of
from tintype.storage.queries import media_url


def account_of(person: Person) -> Account:
    return accounts_of([person])[0]


def accounts_of(people: Iterable[Person]) -> list[Account]:
    """In the same order. Their numbers are asked for together."""
    shown = list(people)
    numbers = counts_of(person.id for person in shown)
    return [_account(person, numbers[person.id]) for person in shown]


def fields_of(person: Person) -> list[Field]:
    return [Field(name=name, value=linked(value), verified_at=None) for name, value in person.fields]


def _account(person: Person, counts: Counts) -> Account:
    avatar = _picture(person.avatar_key, "avatar")
    header = _picture(person.header_key, "header")
    url = profile_url(person.username)
    return Account(
        id=str(person.id),
        username=person.username,
        acct=person.username,
        display_name=person.name,
        locked=person.is_private,
        bot=person.is_bot,
        group=False,
        discoverable=person.is_discoverable,
        indexable=person.is_discoverable and not person.is_private,
        noindex=not person.is_discoverable,
        created_at=timestamp(person.created_at),
        note=html_of(person.bio),
        url=url,
        uri=url,
        avatar=avatar,
        avatar_static=avatar,
        header=header,
        header_static=header,
        followers_count=counts.followers,
        following_count=counts.following,
        statuses_count=counts.posts,
        last_status_at=counts.last_post_at.date().isoformat() if counts.last_post_at else None,
        hide_collections=person.hides_follows,
        emojis=[],
        fields=fields_of(person),
        roles=[],
        note_text=person.bio,
        website=person.website,
        local=True,
        is_admin=False,
        header_bg=None,
        pronouns=[],
        location=None,
        last_fetched_at=None,
    )


def _picture(key: str, missing: str) -> str:
    return media_url(key) if key else _missing(missing)


@cache
def _missing(name: str) -> str:
    """For whoever has none: apps want an address in any case."""
    return f"{settings.TINTYPE_URL}{static(f'tintype/{name}.png')}"
