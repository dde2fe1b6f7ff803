"""The command `tintype`, which kills itself, hard, before or after a certain function of sharding.moves.

python -m tests.moves.site.dying before switch._open_target shards move --resume
"""

import os
import signal
import sys
from functools import wraps
from importlib import import_module
from typing import Any

from tintype.cli import main
from tintype.cli.environment import django_loaded


def die_at(when: str, place: str) -> None:
    """In every module that has imported the function."""
    home, name = place.split(".")
    function = getattr(import_module(f"tintype.sharding.moves.{home}"), name)

    signals = [signal.SIGSTOP if when == "stop" else signal.SIGKILL]

    @wraps(function)
    def deadly(*arguments: Any, **named: Any) -> Any:
        answer = None if when == "before" else function(*arguments, **named)
        sys.stdout.flush()
        os.kill(os.getpid(), signals.pop() if signals else 0)
        return answer

    for module in list(sys.modules.values()):
        if module.__name__.startswith("tintype.sharding.moves") and getattr(module, name, None) is function:
            setattr(module, name, deadly)


if __name__ == "__main__":
    when, place = sys.argv[1:3]
    with django_loaded():
        import_module("tintype.sharding.moves.run")
        die_at(when, place)
    sys.argv[1:3] = []
    main()
