"""`tintype down`."""

import time

from tintype.cluster import lock
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.stopping import STOP_SECONDS
from tintype.cluster.supervisor import UNREACHABLE, Supervisor

PAUSE_SECONDS = 0.1


def down(home: Home) -> bool:
    """Stop the Tintype of this data directory. False when none was running."""
    if not lock.is_held(home):
        return False
    try:
        Supervisor(home).shut_down()
    except UNREACHABLE as error:
        owner = lock.Owner.read(home)
        raise ClusterError(
            f"The supervisor of {home.path} does not answer ({error}); it may be starting. "
            f"Try again, or `kill {owner.pid if owner else '?'}`.",
        ) from None
    end = time.monotonic() + STOP_SECONDS
    while lock.is_held(home):
        if time.monotonic() > end:
            raise ClusterError(f"Tintype did not stop within {STOP_SECONDS} seconds; see {home.log}.")
        time.sleep(PAUSE_SECONDS)
    return True
