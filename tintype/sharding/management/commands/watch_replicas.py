"""The watcher: says which replicas may be read, and how far each has come."""

import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from tintype.sharding.map import refresh_map
from tintype.sharding.watching import Watcher

NEW_ONES_SECONDS = 1


class Command(BaseCommand):
    help = "Watch how far the replicas are behind their primaries, until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        watched: set[str] = set()
        while True:
            for database in set(settings.REPLICAS) - watched:
                threading.Thread(target=Watcher(database).run, args=[threading.Event()], daemon=True).start()
                watched.add(database)
            time.sleep(NEW_ONES_SECONDS)
            self._learn_of_new_ones()

    def _learn_of_new_ones(self) -> None:
        close_old_connections()
        try:
            refresh_map()
        except Error as error:
            self.stderr.write(f"the shard map is not there yet: {error}")
