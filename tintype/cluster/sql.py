"""Talking to PostgreSQL without Django, which needs the databases to be there first."""

from typing import TYPE_CHECKING

from tintype.config.topology import Postgres

if TYPE_CHECKING:
    from psycopg import Connection

CONNECT_SECONDS = 5


def conninfo(address: Postgres, **more: str) -> str:
    """As libpq wants it written."""
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415  slow import

    if address.passfile:
        more.setdefault("passfile", address.passfile)
    return make_conninfo(host=address.host, port=address.port, user=address.user, **more)


def connect(address: Postgres, dbname: str = "postgres") -> "Connection":
    import psycopg  # noqa: PLC0415  slow import

    return psycopg.connect(conninfo(address, dbname=dbname), connect_timeout=CONNECT_SECONDS, autocommit=True)
