"""A database of a test's own that has the id function, so that its clock can be turned without disturbing others."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

NEXT_ID = import_module("tintype.sharding.migrations.0001_initial").NEXT_ID

_numbers = itertools.count(1)

Connect = Callable[[], psycopg.Connection]


def _address(name: str) -> dict[str, Any]:
    server = settings.TOPOLOGY.directory.server.primary.address
    return {"host": server.host, "port": server.port, "user": server.user, "dbname": name}


@pytest.fixture
def scratch() -> Iterator[Connect]:
    """Opens connections to the test's own database, in autocommit."""
    name = f"scratch_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{next(_numbers)}"
    with psycopg.connect(**_address("postgres"), autocommit=True) as server, ExitStack() as opened:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

        def connect() -> psycopg.Connection:
            return opened.enter_context(psycopg.connect(**_address(name), autocommit=True))

        connect().execute(NEXT_ID)
        yield connect
        opened.close()
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
