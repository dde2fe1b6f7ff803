"""An edge that was away, or is new, while somebody recalled addresses: it shows nothing before it knows."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import DEFAULT_DB_ALIAS as DIRECTORY

from tests.edges.asking import Edged, stored_photo
from tests.edges.conftest import beside, running_edge
from tintype.accounts.actions import update_profile
from tintype.cluster import edges as cluster
from tintype.cluster.edge_start import KNOWN_SECONDS
from tintype.cluster.findings import Level
from tintype.cluster.home import Home
from tintype.cluster.store_checks import LATE_SECONDS, store_checks
from tintype.config.topology import ObjectStore, Topology
from tintype.photos.recall import RECENT_SECONDS, catch_up_at, refuse_at, tell_edges
from tintype.storage import edges
from tintype.storage.actions import prepare_store
from tintype.storage.queries import media_url
from tintype.storage.secrets import derived
from tintype.tasks.models import OutboxRow
from tintype.testing.member import Member
from tintype.testing.tasks import run_tasks

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Away:
    """An edge that knew everything, then stopped; meanwhile Alice's account turned private."""

    topology: Topology
    edged: Edged
    path: Path
    old: str
    new: str

    def was_told(self, seconds_ago: float) -> None:
        told = self.path / "void" / "0" / "0"
        moment = time.time() - seconds_ago
        os.utime(told, (moment, moment))

    def shows(self) -> tuple[int, int]:
        """The address that Alice recalled, and a good one."""
        return self.edged.get(self.old).status, self.edged.get(self.new).status


@pytest.fixture
def away(home: Home, objects: ObjectStore, use: Callable[[Topology], Edged], alice: Member) -> Away:
    topology = beside(configured.TOPOLOGY, objects)
    edged = use(topology)
    prepare_store()
    key = stored_photo(alice.id)
    old = media_url(key, alice.person.stamp(is_public=True))
    with running_edge(home, topology):
        tell_edges()
        assert edged.get(old).status == 200
    update_profile(alice.id, is_private=True)
    forget_that_it_was_away()
    new = media_url(key, alice.person.stamp(is_public=False))
    return Away(topology, edged, cluster.path_of(home, edged.edge), old, new)


def forget_that_it_was_away() -> None:
    """Else this process would not ask it for some seconds."""
    edges._away_until.clear()


def waiting(away: Away) -> list[OutboxRow]:
    rows = OutboxRow.objects.using(DIRECTORY).filter(task=refuse_at.module_path, args__0=away.edged.edge.name)
    return list(rows)


def forget_what_waits(away: Away) -> None:
    for row in waiting(away):
        row.delete()


def test_what_it_missed_while_it_was_away_for_a_moment_comes_again(home: Home, away: Away) -> None:
    assert len(waiting(away)) == 1
    with running_edge(home, away.topology):
        run_tasks()
        assert away.shows() == (403, 200)


def test_who_turns_private_waits_for_no_edge(away: Away) -> None:
    assert [row.args[1:] for row in waiting(away)] == [[int(away.old.split("/")[4]), ["p0"]]]
    forget_what_waits(away)


def test_after_a_while_it_shows_nothing_until_it_was_told(home: Home, away: Away) -> None:
    forget_what_waits(away)
    away.was_told(KNOWN_SECONDS + 60)
    with running_edge(home, away.topology):
        assert away.shows() == (503, 503)
        tell_edges()
        assert away.shows() == (403, 200)


def test_one_without_its_disk_is_told_what_was_recalled_before(home: Home, away: Away) -> None:
    forget_what_waits(away)
    shutil.rmtree(away.path)
    with running_edge(home, away.topology):
        assert away.shows() == (503, 503)
        tell_edges()
        assert away.shows() == (403, 200)


def test_what_was_given_up_is_done_when_the_edge_is_reached_again(home: Home, away: Away) -> None:
    """The edge ran all the time, but nobody came through to its door."""
    (row,) = waiting(away)
    OutboxRow.objects.using(DIRECTORY).filter(id=row.id).update(parked_at="2026-01-01T00:00Z", attempts=16)
    with running_edge(home, away.topology):
        assert away.shows() == (200, 200)
        away.was_told(RECENT_SECONDS + 10)
        catch_up_at.call(away.edged.edge.name)
        assert away.shows() == (403, 200)
        assert waiting(away) == []
        assert edges.seconds_since_told(away.edged.edge, derived("purge")) < RECENT_SECONDS


def test_an_edge_that_does_not_answer_fails_no_task_of_the_minute(away: Away) -> None:
    catch_up_at.call(away.edged.edge.name)
    with pytest.raises(edges.EdgeAway):
        edges.note_told(away.edged.edge)
    forget_what_waits(away)


def test_tintype_check_says_that_an_edge_does_not_know(home: Home, away: Away) -> None:
    forget_what_waits(away)

    def said() -> tuple[Level, str]:
        found = next(finding for finding in store_checks(home, away.topology) if finding.name.startswith("edge"))
        return found.level, found.text

    assert said()[0] == Level.WRONG
    with running_edge(home, away.topology):
        assert said() == (Level.OK, f"answers at {away.edged.edge.url}")
        away.was_told(LATE_SECONDS + 60)
        assert said() == (Level.WRONG, "has not been told for minutes what it must not show any more")
