"""Talking to PostgreSQL without Django, which needs the databases to be there first."""

from typing import TYPE_CHECKING

from tintype.config.topology import Postgres

if TYPE_CHECKING:
    from psycopg import Connection

CONNECT_SECONDS = 5


def connect(server: Postgres, dbname: str = "postgres") -> "Connection":
    import psycopg  # noqa: PLC0415  slow import
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415  slow import

    address = make_conninfo(host=server.host, port=server.port, user=server.user, dbname=dbname)
    return psycopg.connect(address, connect_timeout=CONNECT_SECONDS, autocommit=True)
