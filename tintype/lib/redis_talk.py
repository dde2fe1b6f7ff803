"""Many commands to one Redis server in one way there and back."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from redis.exceptions import ResponseError

# Or the error that a command was answered with.
Answer = Any


class Command(NamedTuple):
    """`words` as Redis gets them, and the key by which a cluster finds its node."""

    key: str
    words: tuple[Any, ...]


def talk(pool: Any, commands: Sequence[Command]) -> list[Answer]:
    """Raises RedisError where the server does not answer at all."""
    connection = pool.get_connection()
    try:
        connection.send_packed_command(connection.pack_commands([command.words for command in commands]))
        return [_answer_on(connection) for _ in commands]
    except BaseException:
        # What was sent and not read would be taken for the answer to the next command.
        connection.disconnect()
        raise
    finally:
        pool.release(connection)


def _answer_on(connection: Any) -> Answer:
    try:
        return connection.read_response()
    except ResponseError as error:
        return error
