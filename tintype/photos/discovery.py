"""Whom one might like to know: people who let themselves be found and posted something for everyone not long ago."""

import json
from collections.abc import Mapping

from tintype.accounts.queries import own_settings, people
from tintype.accounts.records import Person
from tintype.graph.mutes.queries import muted_by
from tintype.graph.queries import relations
from tintype.lib.remember import Remembered
from tintype.photos.counts import counts_of
from tintype.photos.limits import Visibility
from tintype.photos.models import Post
from tintype.sharding.databases import shard_databases
from tintype.sharding.scope import on_database

# So many of the newest posts of each database are looked at: whoever posted before them is not found here.
LOOKED_AT = 2_000
# Of the people behind them, for one reader.
MOST_CANDIDATES = 200

# For everybody at once; who has just posted appears within the minute.
_remembered: Remembered[str] = Remembered("recently_active", ttl_seconds=60, is_bulk=True)


def recently_active(viewer: int | None, limit: int, offset: int) -> list[Person]:
    """Who posted last comes first."""
    ids = _recent_owners()[offset : offset + limit]
    ties = relations(viewer, ids)
    return [person for person in _found(ids) if not ties[person.id].is_blocked_by]


def suggestions(viewer: int, limit: int) -> list[Person]:
    """As `recently_active`, of those with whom the viewer has nothing to do yet and whom they did not dismiss."""
    return _strangers(viewer)[:limit]


def popular(viewer: int, limit: int) -> list[Person]:
    """As `suggestions`, who is followed most comes first."""
    strangers = _strangers(viewer)
    counts = counts_of(person.id for person in strangers)
    return sorted(strangers, key=lambda person: -counts[person.id].followers)[:limit]


def _strangers(viewer: int) -> list[Person]:
    left_out = {viewer, *own_settings(viewer).dismissed, *muted_by(viewer)}
    ids = [owner for owner in _recent_owners() if owner not in left_out][:MOST_CANDIDATES]
    ties = relations(viewer, ids)
    return [
        person
        for person in _found(ids)
        if not (ties[person.id].is_cut or ties[person.id].is_following or ties[person.id].is_requested)
    ]


def _found(ids: list[int]) -> list[Person]:
    known = people(ids)
    return [known[account_id] for account_id in ids if account_id in known and known[account_id].is_discoverable]


def _recent_owners() -> list[int]:
    found: list[int] = json.loads(_remembered.many(["everybody"], _read)["everybody"])
    return found


def _read(names: list[str]) -> Mapping[str, bytes]:
    posts: list[tuple[int, int]] = []
    for database in shard_databases():
        with on_database(database):
            public = Post.objects.filter(visibility=Visibility.PUBLIC, is_ready=True).order_by("-id")
            posts += public.values_list("id", "owner_id")[:LOOKED_AT]
    owners = list(dict.fromkeys(owner for _, owner in sorted(posts, reverse=True)))
    return dict.fromkeys(names, json.dumps([person.id for person in _found(owners)]).encode())
