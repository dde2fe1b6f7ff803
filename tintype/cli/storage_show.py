"""`tintype storage show`."""

import click

from tintype.cli.columns import columns, size_in_words
from tintype.cli.environment import django_loaded, environment
from tintype.cli.errors import fail
from tintype.cli.options import home_option

HELP = """Show which store it is, who shows photos to the world, and how much there is.

It lists every object: a million take a minute. With --secrets it prints, instead, what somebody
else's CDN in front of the store has to know (docs/operations.md).
"""
HEAD = ("folder", "objects", "size", "what it is")
WHAT = {
    "photos": "renditions of photos, shown to whoever may see the post",
    "originals": "whole photos without metadata, for their owners alone",
    "avatars": "pictures of people",
    "headers": "pictures above profiles",
    "incoming": "uploads that no worker has looked at yet",
}


@click.command(help=HELP, short_help="Which store, who shows photos, how much there is.")
@click.option("--secrets", is_flag=True, help="Print what a CDN has to know.")
@home_option
def show(*, secrets: bool) -> None:
    env = environment()
    with django_loaded():
        if secrets:
            _show_secrets()
            return
        from django.conf import settings

        from tintype.cluster.home import Home
        from tintype.cluster.storage_record import Record
        from tintype.storage import present
        from tintype.storage.errors import StoreUnreachable

        objects = present.objects()
        click.echo(f"objects   {objects.name}")
        if objects.former:
            click.echo(f"former    {objects.former.name}, read for what has not come yet")
        if objects.name != (described := settings.TOPOLOGY.objects).name:
            click.echo(f"next      {described.name}, once `tintype storage move` begins")
        for line in _addresses():
            click.echo(line)
        try:
            rows = [(*_amounts(folder), what) for folder, what in WHAT.items()]
        except StoreUnreachable as error:
            fail(f"{error}\n`tintype storage check` says more.")
            return
        for line in columns(HEAD, rows, ("objects", "size")):
            click.echo(line)
        if former := Record(Home(env.home)).former:
            click.echo(f"A move out of {former} is not finished: `tintype storage move` goes on.")


def _addresses() -> list[str]:
    from django.conf import settings

    from tintype.config.objects import upload_urls
    from tintype.storage import present

    shown = [f"shown     {url}" for url in settings.TINTYPE_MEDIA_URLS]
    return [*shown, f"uploads   {upload_urls(present.objects(), settings.TINTYPE_URL)[0]}"]


def _amounts(folder: str) -> tuple[str, str, str]:
    from tintype.lib.differences import in_batches
    from tintype.storage.chain import BATCH
    from tintype.storage.store import store

    count = size = 0
    for batch in in_batches(store().keys(folder), BATCH):
        sizes = store().sizes(batch)
        count, size = count + len(sizes), size + sum(sizes.values())
    return folder, f"{count:,}", size_in_words(size)


def _show_secrets() -> None:
    from tintype.storage.secrets import derived

    click.echo(f"Referer, which opens the bucket to the CDN: {derived('origin')}")
    click.echo(f"secret of signed addresses:                 {derived('media')}")
