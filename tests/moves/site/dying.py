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

    @wraps(function)
    def deadly(*arguments: Any, **named: Any) -> Any:
        if when == "after":
            function(*arguments, **named)
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

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
