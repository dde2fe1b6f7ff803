"""The settings of the tests, with a Gearman server that a test may kill."""

import os

from tests.settings import *  # noqa: F403

GEARMAN = (("127.0.0.1", int(os.environ["OWN_GEARMAN_PORT"])),)

# A row counts the jobs in its queue: the edges of a topology would add their own.
REGULAR_TASKS = {}
