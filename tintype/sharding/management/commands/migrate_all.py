"""Migrate the directory and every shard database, then fill the shard map."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from tintype.sharding.actions import fill_shard_map


class Command(BaseCommand):
    help = "Bring every database to the newest schema and fill the shard map."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name in settings.DATABASES:
            call_command("migrate", database=name, interactive=False, verbosity=0)
            self.stdout.write(f"migrated {'directory' if name == 'default' else name}")
        given = fill_shard_map()
        if given:
            self.stdout.write(f"placed {given:,} logical shards")
