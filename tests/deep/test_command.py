"""The command as a person runs it, on a site of its own while people are in."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cluster.real import Real, free_port
from tests.deep.restless import PEOPLE, Restless

# Each look waits for the tasks under way, and on a busy machine they take their time.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
ROUNDS = 2


@pytest.fixture(scope="module")
def site() -> Iterator[Real]:
    home = Path(tempfile.mkdtemp(prefix="tintype-deep-"))
    real = Real(home, free_port())
    # These people do in a minute what others do in a week.
    real.environment["TINTYPE_RATE_LIMITS"] = "false"
    try:
        started = real.run("up", "--detach")
        assert started.returncode == 0, started.stdout + started.stderr
        yield real
    finally:
        real.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def restless(site: Real) -> Restless:
    made = Restless(site.port)
    made.begin()
    return made


def changed(site: Real, statement: str) -> int:
    """In both shards; how many rows."""
    number = 0
    for shard in ("shard1", "shard2"):
        address = {"host": str(site.home / "run" / "postgres"), "port": 5432, "user": "tintype", "dbname": shard}
        with psycopg.connect(**address) as connection:  # type: ignore[arg-type]
            number += connection.execute(statement).rowcount
    return number


def test_while_people_change_their_minds_nothing_seems_to_differ(site: Real, restless: Restless) -> None:
    with restless.at_work():
        for _ in range(ROUNDS):
            before = restless.acts
            found = site.run("check", "--deep")
            assert found.returncode == 0, found.stdout + found.stderr
            assert "differ" not in found.stdout
            assert restless.acts > before
    assert "likes in both lists" in found.stdout


def test_what_differs_is_shown_and_mended_while_people_are_in(site: Real, restless: Restless) -> None:
    for person, post_id in restless.posts:
        person.turn(f"/p/{post_id}/like/", "liked", on=True)
    for person in restless.people:
        # Whoever has done this has a number of followers, maybe 0.
        person.turn(f"/@{restless.people[0].name}/block/", "block", on=False)
    assert site.run("check", "--deep").returncode == 0
    likes = changed(site, "DELETE FROM photos_liked")
    assert changed(site, "UPDATE graph_followercount SET followers = followers + 1") == PEOPLE
    found = site.run("check", "--deep")
    assert found.returncode == 1
    assert f"BAD   follower counts: {PEOPLE} compared" in found.stdout
    assert found.stdout.count("is off by +1.") == PEOPLE
    assert f"{PEOPLE + likes} differences. `tintype check --deep --repair` mends what can be mended." in found.stdout
    with restless.at_work():
        mended = site.run("check", "--deep", "--repair")
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert mended.stdout.count("is off by +1. Mended.") == PEOPLE
    clean = site.run("check", "--deep")
    assert (clean.returncode, "differ" in clean.stdout) == (0, False), clean.stdout


def test_repair_alone_is_refused_with_a_sentence(site: Real) -> None:
    refused = site.run("check", "--repair")
    assert refused.returncode == 2
    assert "--repair belongs to --deep." in refused.stderr
