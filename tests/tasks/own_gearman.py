"""The settings of the tests, with Gearman servers that a test may kill."""

import os

from tests.settings import *  # noqa: F403

GEARMAN = tuple(("127.0.0.1", int(port)) for port in os.environ["OWN_GEARMAN_PORTS"].split(","))

# A row counts the jobs in its queue: the edges of a topology would add their own.
REGULAR_TASKS = {}
