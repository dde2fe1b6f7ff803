"""What is done after a commit."""

from collections.abc import Callable

from django.db import transaction


def after_commit(database: str, do: Callable[[], object]) -> None:
    """The commit stands whatever `do` raises: that is logged, and what else was to be done is done.

    Django's log names what failed by its `__qualname__`. A `partial` has none, so handed over as it is it would make
    an error of the request out of one that was to be logged, and keep the others from being done.
    """

    def hook() -> None:
        do()

    transaction.on_commit(hook, using=database, robust=True)
