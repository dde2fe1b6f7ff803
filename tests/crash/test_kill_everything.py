"""The power goes, at any moment."""

import random
import time

from tests.cluster.real import Real
from tests.crash.after import check_everything_arrived
from tests.crash.conftest import up
from tests.crash.crowd import Crowd
from tests.crash.truth import Truth

SHORTEST_SECONDS, LONGEST_SECONDS = 0.5, 4


def up_and_down(tintype: Real) -> None:
    """The power comes, and goes again before anything is ready, or just after."""
    tintype.begin()
    time.sleep(random.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))
    tintype.kill_everything()


def test_what_was_acknowledged_outlives_the_kill_of_everything(
    tintype: Real, crowd: Crowd, truth: Truth, rounds: int
) -> None:
    for number in range(rounds):
        before = len(crowd.ledger)
        with crowd.at_work():
            time.sleep(random.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))
            tintype.kill_everything()
        unsure = len(crowd.ledger.unsure)
        up_and_down(tintype)
        up(tintype)
        check_everything_arrived(crowd, truth)
        print(f"round {number + 1}: {len(crowd.ledger) - before} acknowledged, {unsure} of them sent again")  # noqa: T201
        crowd.people[number % len(crowd.people)].sign_in()
