"""`tintype shards`: the table of where the logical shards live."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tintype.cli.columns import columns, size_in_words
from tintype.cli.environment import django_loaded

if TYPE_CHECKING:
    from tintype.config.topology import Postgres
    from tintype.sharding.models import Move
    from tintype.sharding.overview import Held

HEAD = ("database", "server", "primary", "replica", "shards", "from - to", "rows", "on disk")
NUMBERS = ("shards", "rows", "on disk")


def show_shards() -> None:
    with django_loaded():
        from django.conf import settings

        from tintype.sharding.moves.plan import unfinished
        from tintype.sharding.overview import overview, shards_by_database

        held = overview()
        rows = [row for each in held for row in _rows(each)]
        for line in columns(HEAD, rows, NUMBERS):
            click.echo(line)
        for each in held:
            if each.error:
                click.echo(f"{each.place.name} does not answer: {each.error}")
        for name in shards_by_database().keys() - {each.place.name for each in held}:
            click.echo(f"The map names {name}, which is not in the topology: put it back into the file.")
        click.echo(f"\nThe directory is on {settings.TOPOLOGY.directory.server.name}.")
        for move in unfinished():
            click.echo(_moving(move))


def _rows(held: "Held") -> Iterator[tuple[str, ...]]:
    """A line for each range; what holds for the whole database stands in the first one."""
    from tintype.sharding.moves.numbers import ranges

    server = held.place.server
    found = [f"{first} - {last}" if first != last else f"{first}" for first, last in ranges(held.shards)] or ["none"]
    amount = ("?", "?") if held.error else (f"{held.rows:,}", size_in_words(held.size))
    primary = f"{server.primary.name} {_address(server.primary.address)}"
    replica = f"{server.replica.name} {held.replica}" if server.replica else "none"
    yield (held.place.name, server.name, primary, replica, f"{len(held.shards):,}", found[0], *amount)
    for more in found[1:]:
        yield ("", "", "", "", "", more, "", "")


def _address(address: "Postgres") -> str:
    """On a unix socket the port alone tells which."""
    return f":{address.port}" if address.host.startswith("/") else f"{address.host}:{address.port}"


def _moving(move: "Move") -> str:
    from tintype.sharding.moves.numbers import spelled

    what = f"move {move.id}: shards {spelled(move.shards)} from {move.source} to {move.target}"
    return f"{what}: {move.step}, begun {move.started_at:%Y-%m-%d %H:%M} UTC (`tintype shards move --resume`)"
