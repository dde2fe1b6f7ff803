"""What every test has: databases of its own worker, and three people.

Tests commit for real: nothing is rolled back or truncated, so what happens after a commit happens here too. Instead,
every test makes people with names of their own, and ids never repeat.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import make_databases
from tests.replicated import make_hard, watcher
from tintype.testing.member import Member, make_member, nobody

# How long an example takes is the machine's business; databases make them slow and uneven.
hypothesis_settings.register_profile("tintype", deadline=None, database=None)
hypothesis_settings.load_profile("tintype")


@pytest.fixture(scope="session", autouse=True)
def databases(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """They go with the engines at the end."""
    with django_db_blocker.unblock():
        make_databases()
        make_hard()
        with watcher():
            yield


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """`tintype up` collects the static files; WhiteNoise warns where nobody has."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def alice() -> Member:
    """Owns what the test is about."""
    return make_member("alice")


@pytest.fixture
def bob() -> Member:
    """Follows Alice, once the test says so."""
    return make_member("bob")


@pytest.fixture
def charlie() -> Member:
    """Must see nothing."""
    return make_member("charlie")


@pytest.fixture
def anonymous() -> Member:
    """Not signed in."""
    return nobody()
