"""What gunicorn's processes do at their end, beside what its options say (cluster.programs).

A process that was told to end has answered its requests, and its connections go with it. The interpreter would then
take itself apart, page by page that it shares with others: measured, 0.25 s of a processor for each worker and 0.2 s
for their parent, which a roll over 25 app servers waits for.
"""

import os
import sys
from typing import Any


def worker_exit(_arbiter: Any, _worker: Any) -> None:
    error = sys.exception()
    # One that could not begin has a code, by which its parent knows that the next cannot either.
    if isinstance(error, SystemExit) and not error.code:
        os._exit(0)


def on_exit(_arbiter: Any) -> None:
    # Its loop was ended by a signal, and not by trouble, which has a code, too.
    if isinstance(sys.exception(), StopIteration):
        os._exit(0)
