"""A rolling restart: new code in every program, and no request that fails.

An app server is taken out at the balancer, which sends it nothing new; what it is at, it finishes. Then it is started
with the new release, has to answer, and is put back. The balancer, nginx and the engines run on: what they are told
anew, they take in without a pause (`tintype apply`).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tintype.cluster.deploy.crew import Crew, Work
from tintype.cluster.deploy.hosts import Failed, Host, Lost
from tintype.cluster.deploy.park import Park
from tintype.cluster.deploy.ship import point_to
from tintype.cluster.errors import ClusterError
from tintype.cluster.programs import site
from tintype.config.topology import Topology

# A fifth of the app servers can be missed; more turns take longer, fewer leave too few for the requests.
TURNS = 5
# An upload of 27 MB over a slow line is the longest that a drain waits for.
DRAIN_SECONDS = 90
RESTART_SECONDS = 180
APPLY_SECONDS = 300
WORKER = "worker-"


@dataclass(frozen=True)
class Turn:
    """What is restarted at the same time: machine -> programs."""

    title: str
    programs: dict[str, list[str]]
    # They are taken out at the balancer before.
    is_drained: bool = False

    def names(self, machines: Collection[str]) -> list[str]:
        return [name for machine, names in self.programs.items() if machine in machines for name in names]


def turns(park: Park) -> Iterator[Turn]:
    """Workers first, by halves: a page of the new code may ask for a task that the old one does not know."""
    placed = [(program.name, name) for name in park.topology.machines for program in site(_here(park, name))]
    apps = {app.name for app in park.topology.apps}
    workers = [each for each in placed if each[0].startswith(WORKER)]
    servers = [each for each in placed if each[0] in apps]
    others = [each for each in placed if each not in workers and each not in servers]
    yield from _split("workers", workers, 2)
    for turn in _split("app servers", servers, TURNS):
        yield replace(turn, is_drained=park.topology.front is not None)
    yield from _split("the rest", others, 1)


def _split(title: str, placed: list[tuple[str, str]], number: int) -> Iterator[Turn]:
    """Neighbours are often on one machine, or do the same work, so each turn takes every n-th."""
    number = min(number, len(placed))
    for first in range(number):
        programs: dict[str, list[str]] = {}
        for name, machine in placed[first::number]:
            programs.setdefault(machine, []).append(name)
        yield Turn(f"{title}, {first + 1} of {number}" if number > 1 else title, programs)


def roll(crew: Crew, park: Park, release: str, running: Collection[str]) -> None:
    """Raises ClusterError at the first program that does not come up: the others keep what they have."""
    plan = [turn for turn in (_of(turn, running) for turn in turns(park)) if turn.programs]
    busy = {machine for turn in plan for machine in turn.programs}
    crew.each(partial(apply, park=park, release=release), [name for name in running if name not in busy])
    applied: set[str] = set()
    for turn in plan:
        crew.say(f"{turn.title}: {' '.join(turn.names(crew.hosts))}")
        restart = partial(_restart, park=park, release=release, turn=turn, applied=applied)
        if turn.is_drained:
            _drained(crew, park, turn, restart)
        else:
            crew.each(restart, turn.programs, leaves_out=(Lost,))


def _drained(crew: Crew, park: Park, turn: Turn, restart: Work) -> None:
    wanted = turn.names(crew.hosts)
    _balancer(crew, park, "drain", wanted)
    back: list[str] = []
    try:
        crew.each(restart, turn.programs, leaves_out=(Lost,))
        back = turn.names(crew.hosts)
        _balancer(crew, park, "ready", back)
    finally:
        # Whether the others get requests again is for the balancer's checks to say, sooner or later.
        others = [name for name in wanted if name not in back]
        _balancer(crew, park, "ready", others, " >/dev/null 2>&1 &")


def _of(turn: Turn, machines: Collection[str]) -> Turn:
    return replace(turn, programs={name: programs for name, programs in turn.programs.items() if name in machines})


def apply(host: Host, park: Park, release: str) -> str:
    """The release is in use from here on, and the engines of this machine are told what is new."""
    host.run(point_to(park.deploy.root, release))
    host.run(f"{park.deploy.root}/tintype apply", seconds=APPLY_SECONDS)
    return "configuration applied"


def _restart(host: Host, park: Park, release: str, turn: Turn, applied: set[str]) -> str:
    if host.name not in applied:
        apply(host, park, release)
        applied.add(host.name)
    names = " ".join(turn.programs[host.name])
    host.run(f"{park.deploy.root}/tintype restart {names}", seconds=RESTART_SECONDS)
    return f"restarted {names}"


def _balancer(crew: Crew, park: Park, what: str, names: Sequence[str], end: str = "") -> None:
    front = park.topology.front
    if front is None or not names:
        return
    command = f"{what} {' '.join(names)}"
    host = crew.need(park.topology.machine_of(front.host), "it has the balancer")
    try:
        host.run(f"{park.deploy.root}/tintype balancer {command}{end}", seconds=DRAIN_SECONDS)
    except (Lost, Failed) as error:
        raise ClusterError(f"On {host.name} `tintype balancer {command}`: {error}") from None


def _here(park: Park, machine: str) -> Topology:
    return replace(park.topology, here=park.topology.machines[machine])
