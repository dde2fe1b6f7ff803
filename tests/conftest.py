"""What every test has: databases of its own worker, and three people.

Tests commit for real: nothing is rolled back or truncated, so what happens after a commit happens here too. Instead,
every test makes people with names of their own, and ids never repeat. Only the shard map is there once for all: a test
that changes it asks for `map_given_back` or `moves_given_back`.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import make_databases
from tests.given_back import give_map_back, move_home
from tests.replicated import make_hard, watcher
from tintype.photos.recall import tell_edges
from tintype.sharding.databases import shard_databases
from tintype.sharding.fence import install_fences
from tintype.sharding.moves import steps
from tintype.storage.actions import prepare_store
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
        prepare_store()
        tell_edges()
        with watcher():
            yield


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """`tintype up` collects the static files; WhiteNoise warns where nobody has."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def map_given_back() -> Iterator[None]:
    """For a test that changes the shard map or a fence: the next one finds an even map and no fence."""
    yield
    give_map_back()


@pytest.fixture
def moves_given_back(map_given_back: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For a test that carries out moves: afterwards they are ended, and every shard is at home with its rows.

    No other process uses these databases, so there is none that has to hear of a move.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "KNOWN_SECONDS", 0)
        for database in shard_databases():
            install_fences(database)
        yield
        monkeypatch.undo()  # else the way back would meet the faults that the test has put into the way there
        move_home()


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
