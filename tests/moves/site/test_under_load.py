"""Shards move while people write to these very shards: nothing is lost, nothing doubled, no request fails."""

import re
import signal
from pathlib import Path

from tests.crash.after import check_everything_arrived
from tests.crash.crowd import Crowd
from tests.moves.site.conftest import MOVE_SECONDS, Site, numbers

PAUSE = re.compile(r"these shards were not written to for (\d+) ms")

# The mover is killed at one after the other, and each time it goes on from there to the next.
DEATHS = [
    ("before", "fences.raise_fences"),
    ("after", "fences.raise_fences"),
    ("before", "replication.connect_ends"),
    ("before", "replication._address"),  # the publication and the slot are there, the subscription is not
    ("before", "copying.watch_copy"),
    ("before", "verify.differences"),
    ("after", "switch._pause"),
    ("before", "switch._open_target"),
    ("after", "switch._open_target"),
    ("after", "switch._switch"),  # not committed
    ("before", "steps._set_place"),  # switched, and the map does not know
    ("after", "steps._set_place"),
    ("before", "steps._end_comparison"),
    ("before", "replication.drop_subscription"),
    ("before", "replication.drop_source_end"),
    ("after", "rows._delete"),
]


def check_all_went_well(crowd: Crowd, site: Site, shards: set[int], place: str) -> None:
    assert crowd.ledger.refused == [], site.errors()
    assert site.places(shards) == {place}
    check_everything_arrived(crowd, site.truth)


def test_under_a_steady_load_there_and_back(site: Site, crowd: Crowd, shards: set[int]) -> None:
    with crowd.at_work():
        there = site.move(numbers(shards), "--to", "shard2")
        assert site.places(shards) == {"shard2"}
        back = site.move(numbers(shards), "--to", "shard1")
    pauses = [int(found[1]) for said in (there, back) if (found := PAUSE.search(said))]
    print(f"\npauses of {len(shards)} shards under load: {pauses} ms; {len(crowd.ledger)} writes")  # noqa: T201 - the length of the pause
    assert len(pauses) == 2
    check_all_went_well(crowd, site, shards, "shard1")


def test_the_mover_is_killed_at_each_step_and_goes_on(site: Site, crowd: Crowd, shards: set[int]) -> None:
    with crowd.at_work():
        arguments = [numbers(shards), "--to", "shard2"]
        for when, place in DEATHS:
            site.move_and_die(when, place, *arguments)
            arguments = ["--resume"]
        assert "done" in site.move("--resume")
    check_all_went_well(crowd, site, shards, "shard2")


def test_the_mover_is_killed_in_the_pause_and_the_move_undone(site: Site, crowd: Crowd, shards: set[int]) -> None:
    with crowd.at_work():
        site.move_and_die("after", "switch._switch", numbers(shards), "--to", "shard2")
        # Whoever undoes it is killed as well.
        site.move_and_die("after", "replication.drop_subscription", "--rollback")
        assert "rolled back" in site.move("--rollback")
    check_all_went_well(crowd, site, shards, "shard1")


def test_the_target_is_killed_in_the_middle_and_comes_back(site: Site, crowd: Crowd, shards: set[int]) -> None:
    """The shards are served by the source as if nothing were."""
    with crowd.at_work():
        with site.begin_move(numbers(shards), "--to", "shard2") as mover:
            assert mover.stdout
            for line in mover.stdout:
                if line.startswith("copying"):
                    site.kill_target()
            assert mover.wait(MOVE_SECONDS) == 1
        site.wait_until(site.is_all_running)
        assert "done" in site.move("--resume")
    check_all_went_well(crowd, site, shards, "shard2")


def test_a_mover_that_stands_still_in_the_pause_holds_nobody_up_for_long(
    site: Site, crowd: Crowd, shards: set[int]
) -> None:
    """The source ends its pause, so the requests that wait are answered; awake again, it finds its place."""
    with crowd.at_work():
        mover = site.begin_move(numbers(shards), "--to", "shard2", dying=("stop", "switch._open_target"))
        site.wait_until(lambda: is_stopped(mover.pid))
        before = len(crowd.ledger)
        site.wait_until(lambda: len(crowd.ledger) > before + len(crowd.people))
        assert site.places(shards) == {"shard1"}
        mover.send_signal(signal.SIGCONT)
        said, _ = mover.communicate(timeout=MOVE_SECONDS)
        assert (mover.returncode, "next try" in said, PAUSE.search(said) is not None) == (0, True, True), said
    check_all_went_well(crowd, site, shards, "shard2")


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].startswith("T")
