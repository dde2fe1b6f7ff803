"""Which shards to move so that all databases hold about the same: the plan only, from numbers to numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

# What a database may hold more or less than the average. Evener is not worth the copying.
TOLERANCE = 0.05


@dataclass(frozen=True)
class Piece:
    """These shards go from one database to another."""

    shards: tuple[int, ...]
    source: str
    target: str


def plan(places: Mapping[int, str], weights: Mapping[int, float], databases: Iterable[str]) -> list[Piece]:
    """One piece for each pair at most, of ranges as long as possible; as good as nothing is moved twice."""
    now = dict(places)
    loads = {name: sum(weights[shard] for shard, place in places.items() if place == name) for name in databases}
    average = sum(loads.values()) / len(loads)
    moved: dict[tuple[str, str], list[int]] = {}
    # Each round brings one database to the average, the last but one brings the last there too.
    for _ in range(len(loads) - 1):
        giver, taker = max(loads, key=loads.__getitem__), min(loads, key=loads.__getitem__)
        if max(loads[giver] - average, average - loads[taker]) <= TOLERANCE * average:
            break
        # What each leaves undone adds up at the last one.
        slack = TOLERANCE * average / len(loads)
        amount = min(loads[giver] - average, average - loads[taker])
        taken = _take(now, weights, giver, taker, amount=amount, slack=slack)
        weight = sum(weights[shard] for shard in taken)
        loads[giver], loads[taker] = loads[giver] - weight, loads[taker] + weight
        now |= dict.fromkeys(taken, taker)
        moved.setdefault((giver, taker), []).extend(taken)
    return [Piece(tuple(sorted(shards)), *pair) for pair, shards in moved.items() if shards]


def _take(
    now: Mapping[int, str], weights: Mapping[int, float], giver: str, taker: str, *, amount: float, slack: float
) -> list[int]:
    """Shards of the giver that weigh about `amount`: from the ends of its ranges, so that few new ranges come to be."""
    taken: list[int] = []
    for run in _ends(now, giver, taker):
        for shard in run:
            if amount <= slack:
                return taken
            # One that leads further past the amount than it is away now stays.
            if weights[shard] <= 2 * amount:
                taken.append(shard)
                amount -= weights[shard]
    return taken


def _ends(now: Mapping[int, str], giver: str, taker: str) -> Iterator[list[int]]:
    """The ranges of the giver, each from the end to begin at: those first that lengthen a range of the taker, then the
    short ones, which go as a whole.
    """
    runs = sorted(_runs(now, giver), key=len)
    after = [run for run in runs if now.get(run[0] - 1) == taker]
    before = [run[::-1] for run in runs if run not in after and now.get(run[-1] + 1) == taker]
    yield from after
    yield from before
    yield from (run[::-1] for run in runs if run not in after and run[::-1] not in before)


def _runs(now: Mapping[int, str], database: str) -> list[list[int]]:
    runs: list[list[int]] = []
    for shard in sorted(shard for shard, place in now.items() if place == database):
        if runs and runs[-1][-1] == shard - 1:
            runs[-1].append(shard)
        else:
            runs.append([shard])
    return runs
