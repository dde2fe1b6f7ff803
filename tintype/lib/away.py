"""Whether an error says that a database is away, and not that the program asked for something impossible."""

from django.db import DataError, Error, IntegrityError, NotSupportedError, ProgrammingError

from tintype.lib.errors import Away
from tintype.lib.redis import RedisDown

# These accuse the statement or its values, so the same again would fail again.
MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


def database_is_away(exception: BaseException | None) -> bool:
    """Every other error of a database: it stops, starts, changes places, or the line to it broke.

    Not OperationalError alone. A server that stops between doing a COMMIT (or BEGIN) and saying that it is ready sends
    two answers, which psycopg calls InternalError, as it does the refusal to write in a standby. An error without an
    SQLSTATE, such as half an answer, is a bare DatabaseError.
    """
    return isinstance(exception, Error) and not isinstance(exception, MISTAKES)


def part_is_away(exception: BaseException | None) -> bool:
    """A database, Redis or the object store."""
    return database_is_away(exception) or isinstance(exception, (RedisDown, Away))
