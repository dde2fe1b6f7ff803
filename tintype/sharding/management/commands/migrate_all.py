"""Migrate the directory and every shard database, then fill the shard map."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tintype.sharding.actions import fill_shard_map
from tintype.sharding.databases import primaries
from tintype.sharding.migrating import Migrated, migrate_databases, name_of, oldest_transaction, waited_in_vain


class Command(BaseCommand):
    help = "Bring every database to the newest schema, all at once, and fill the shard map."

    def handle(self, *_args: Any, **_options: Any) -> None:
        failed = []
        for done in migrate_databases(primaries(), self.stdout.write):
            if done.error:
                failed.append(done)
            else:
                self.stdout.write(f"migrated {name_of(done.database)} in {done.seconds:.1f} s")
        if failed:
            raise CommandError(_told(failed)) from failed[0].error
        given = fill_shard_map()
        if given:
            self.stdout.write(f"placed {given:,} logical shards")


def _told(failed: list[Migrated]) -> str:
    lines = [line for done in failed for line in _why(done)]
    return "\n".join([*lines, "The other databases are done. Once this is mended: `tintype manage migrate_all`."])


def _why(done: Migrated) -> Iterator[str]:
    yield f"{name_of(done.database)} is not migrated: {str(done.error).strip()}"
    if waited_in_vain(done.error) and (oldest := oldest_transaction(done.database)):
        yield f"    The oldest transaction there: {oldest}"
