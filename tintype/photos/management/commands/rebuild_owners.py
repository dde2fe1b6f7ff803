"""Fill the owner map after Redis was lost, ahead of the misses that would fill it."""

from typing import Any

import click
from django.core.management.base import BaseCommand, CommandError

from tintype.lib.redis import RedisDown
from tintype.photos.owners.rebuild import count, rebuild


class Command(BaseCommand):
    help = "Put the owner of every post into Redis, from the shards. May run while Tintype does."

    def handle(self, *_args: Any, **_options: Any) -> None:
        posts = count()
        try:
            with click.progressbar(length=posts, label="owner map", show_pos=True) as bar:
                rebuild(bar.update)
        except RedisDown as error:
            raise CommandError(f"Redis is away, `tintype status` shows whether it runs: {error}") from None
        self.stdout.write(f"The owner map knows {posts:,} posts.")
