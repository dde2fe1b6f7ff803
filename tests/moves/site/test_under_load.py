"""Shards move while people write to these very shards: nothing is lost, nothing doubled, no request fails."""

import re
import subprocess
import sys

from tests.crash.after import check_everything_arrived
from tests.crash.crowd import Crowd
from tests.moves.site.conftest import Site, numbers

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
BEFORE_THE_SWITCH = [("before", "copying.watch_copy"), ("after", "switch._switch")]


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
    assert site.steps()[-1] == "done"
    check_all_went_well(crowd, site, shards, "shard2")


def test_the_mover_is_killed_before_the_switch_and_the_move_undone(site: Site, crowd: Crowd, shards: set[int]) -> None:
    with crowd.at_work():
        for when, place in BEFORE_THE_SWITCH:
            site.move_and_die(when, place, numbers(shards), "--to", "shard2")
            site.move("--rollback")
            assert site.steps()[-1] == "rolled back"
        # The one who undoes it is killed as well.
        site.move_and_die("before", "verify.differences", numbers(shards), "--to", "shard2")
        site.move_and_die("after", "replication.drop_subscription", "--rollback")
        site.move("--rollback")
    check_all_went_well(crowd, site, shards, "shard1")


def test_the_target_is_killed_in_the_middle_and_comes_back(site: Site, crowd: Crowd, shards: set[int]) -> None:
    """The shards are served by the source as if nothing were."""
    with crowd.at_work():
        command = [sys.executable, "-c", "from tintype.cli import main; main()", "shards", "move"]
        with subprocess.Popen(
            [*command, numbers(shards), "--to", "shard2"],
            env=site.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as mover:
            assert mover.stdout
            for line in mover.stdout:
                if line.startswith("copying"):
                    site.kill_target()
            assert mover.wait() == 1
        site.wait_until(site.is_all_running)
        assert "done" in site.move("--resume")
    check_all_went_well(crowd, site, shards, "shard2")
