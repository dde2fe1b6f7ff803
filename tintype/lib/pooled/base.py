"""A connection to PgBouncer is looked at before it is used, instead of being asked: that costs no round trip."""

from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg import Error


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the other end has left it open; nobody says anything on an idle one but goodbye.

        Without it, after a restart of PgBouncer each thread answers 503 once for each database.
        """
        try:
            socket = self.connection.fileno()
        except Error:
            return False
        is_spoken_to = poll()
        is_spoken_to.register(socket, POLLIN)
        return not is_spoken_to.poll(0)
