"""The part of `tintype check` that says which replicas are read, by the word of their watcher."""

from collections.abc import Iterable
from datetime import UTC, datetime

from tintype.cluster.findings import Finding, warning


def replica_checks() -> Iterable[Finding]:
    """Needs Django. Without Redis nothing is said: its own check speaks of that."""
    from django.conf import settings  # noqa: PLC0415  slow import

    from tintype.lib.redis import RedisDown  # noqa: PLC0415  needs Django
    from tintype.sharding.replica_states import IN_USE, replica_states  # noqa: PLC0415  needs Django

    try:
        states = replica_states()
    except RedisDown:
        return
    for database, replica in settings.REPLICAS.items():
        name, state = f"reading {database}", states.get(replica)
        if state is None:
            remedy = "`tintype status` shows whether the watcher runs; its log is HOME/log/watcher.log."
            yield warning(name, "its replica is not watched, so only the primary is read", remedy)
        elif state.state != IN_USE:
            since = datetime.fromtimestamp(state.since, UTC)
            remedy = "It is taken back by itself. While it is not, the primary answers for it."
            yield warning(name, f"its replica is {state.state} since {since:%H:%M:%S} UTC and is not read", remedy)
        else:
            yield Finding(name, f"from its replica too, {state.lag_seconds or 0:.1f} s behind")
