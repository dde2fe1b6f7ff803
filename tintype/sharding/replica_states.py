"""What the watcher says of each replica, for those who ask how it is: `tintype shards`, `tintype check`, metrics."""

import json
import time
from dataclasses import asdict, dataclass

from tintype.lib.redis import ask, client
from tintype.sharding.pins import replica_key

# Written five times a second: what is older was said by a watcher that is gone.
LIFE_SECONDS = 10

IN_USE = "in use"
LAGGING = "lagging"
AWAY = "away"
# Redis had lost the pins: readers stay with the primaries until all that these spoke of is on the replicas.
WAITING = "waiting"


@dataclass(frozen=True)
class ReplicaState:
    """`lag_seconds` and `lag_bytes` are None where nobody can say; `since` is the time of the last change of state."""

    state: str
    lag_seconds: float | None
    lag_bytes: int | None
    since: float


def _key() -> str:
    return replica_key("states")


def tell_state(replica: str, state: ReplicaState) -> None:
    told = json.dumps(asdict(state) | {"told_at": time.time()})
    ask("HSET", _key(), replica, told)


def replica_states() -> dict[str, ReplicaState]:
    """By the name of the replica; one that is not among them is not watched. Raises RedisDown."""
    states = {}
    for name, told in client().hgetall(_key()).items():
        said = json.loads(told)
        if time.time() - said.pop("told_at") < LIFE_SECONDS:
            states[name.decode()] = ReplicaState(**said)
    return states
