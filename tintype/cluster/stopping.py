"""Being told to stop, and stopping."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# More than all programs together may take; PostgreSQL's last checkpoint is the longest.
STOP_SECONDS = 120


@contextmanager
def stops_raise() -> Iterator[None]:
    """Ctrl-C, `kill` and the closing of the terminal all raise KeyboardInterrupt, as Ctrl-C does."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Let the supervisor stop its programs in order. A second Ctrl-C kills it, and with it all of them."""
    for number in STOPS:
        signal.signal(number, lambda *_: process.kill())
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
