"""One part after the other is killed; what people saw, as a table."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.lost import Kept, Mark, mark
from benchmarks.chaos.notes import Notes, Outcome, outcome
from benchmarks.chaos.people import READERS, WRITERS, People
from benchmarks.chaos.victims import AWAY_SECONDS, Victim, strike, victims, wait_until_all_run
from tests.cluster.real import Real
from tests.crash.truth import Truth
from tintype.cluster.home import Home
from tintype.cluster.supervisor import Supervisor
from tintype.config.topology import load_topology

STARTED_SECONDS = 300
WARM_SECONDS = 10
# So long nobody has met anything bad: then all is as before.
CALM_SECONDS = 3
CALM_AT_LAST_SECONDS = 90


@dataclass(frozen=True)
class Row:
    victim: Victim
    outcome: Outcome
    start: Mark
    end: Mark


@dataclass(frozen=True)
class Park:
    """A park that runs, with people in it."""

    supervisor: Supervisor
    people: People
    truth: Truth

    def kill(self, victim: Victim) -> Row:
        start = mark(self.people.crowd.ledger)
        killed_at = time.monotonic()
        strike(self.supervisor, victim)
        self._wait_until_calm(killed_at)
        seen = outcome(self.people.notes, killed_at)
        print(f"{victim.name}: {seen.failed} failed", *seen.errors.items(), sep="\n    ", file=sys.stderr)  # noqa: T201
        return Row(victim, seen, start, mark(self.people.crowd.ledger))

    def _wait_until_calm(self, killed_at: float) -> None:
        wait_until_all_run(self.supervisor)
        back_at = time.monotonic()
        while time.monotonic() < max(self.people.notes.last_bad(killed_at), back_at) + CALM_SECONDS:
            if time.monotonic() > back_at + CALM_AT_LAST_SECONDS:
                break
            time.sleep(0.1)


def measure(topology: str, port: int, wanted: str) -> str:
    """Of the topology's parts those whose names `wanted`, a regular expression, matches."""
    with a_park(topology, port) as real:
        described = load_topology(topology, real.home, port)
        truth = Truth(real.home, topology, port)
        supervisor = Supervisor(Home(real.home))
        people = People(real, truth, Notes())
        park = Park(supervisor, people, truth)
        with people.at_work():
            time.sleep(WARM_SECONDS)
            began = time.monotonic()
            calm = outcome(people.notes, began - WARM_SECONDS)
            rows = [park.kill(victim) for victim in victims(supervisor, described.redis, real.home, wanted)]
        return report(topology, rows, calm, people, truth)


@contextmanager
def a_park(topology: str, port: int) -> Iterator[Real]:
    home = Path(tempfile.mkdtemp(prefix="tintype-chaos-"))
    real = Real(home, port)
    real.host = load_topology(topology, home, port).web.host
    # The crowd does in a minute what people do in a day.
    real.environment |= {"TINTYPE_TOPOLOGY": topology, "TINTYPE_RATE_LIMITS": "false"}
    try:
        started = real.run("up", "--detach", seconds=STARTED_SECONDS)
        if started.returncode:
            raise SystemExit(started.stdout + started.stderr)
        yield real
    finally:
        real.kill_everything()
        shutil.rmtree(home, ignore_errors=True)


def report(topology: str, rows: list[Row], calm: Outcome, people: People, truth: Truth) -> str:
    """Once everything has run that was left to do."""
    ledger = people.crowd.ledger
    told = len(ledger)
    ledger.send_again()
    truth.wait_until_drained()
    kept = Kept(truth)
    lines = [f"## Parts killed under load, {topology}", "", *HEAD]
    lines += [_line(row, len(kept.lost(ledger, row.start, row.end))) for row in rows]
    lost = kept.lost(ledger, Mark(0, 0, 0, 0), mark(ledger))
    print(*lost, sep="\n", file=sys.stderr)  # noqa: T201
    truth.check_all()
    return "\n".join([*lines, "", _about(calm, told, len(lost)), ""])


HEAD = [
    "| killed | requests | failed | sent again by the browser | slowest | slowest post | normal after | lost |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
]


def _line(row: Row, lost: int) -> str:
    seen = row.outcome
    away = f", {AWAY_SECONDS} s away" if row.victim.stays_away else ""
    figures = (seen.slowest_seconds, seen.shown_after_seconds, seen.normal_after_seconds)
    seconds = " | ".join(f"{figure:.1f} s" for figure in figures)
    return f"| {row.victim.name}{away} | {seen.requests} | {seen.failed} | {seen.resent} | {seconds} | {lost} |"


def _about(calm: Outcome, told: int, lost: int) -> str:
    return (
        f"{WRITERS} people who write and {READERS} who read; before the first was killed, the slowest of "
        f"{calm.requests} answers took {calm.slowest_seconds:.2f} s. Of {told} posts, likes, comments and follows that "
        f"were acknowledged {lost} are lost; counts, copies, notifications and photos agree."
    )
