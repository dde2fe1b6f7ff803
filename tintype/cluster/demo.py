"""`tintype up --demo`: a small community, so that the first look is not an empty page."""

import sys
from collections.abc import Mapping

import click

from tintype.cluster.child import run_shown
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.show import Show
from tintype.cluster.sql import connect
from tintype.config.topology import Topology

LOADED = "demo-loaded"


def load_demo(home: Home, topology: Topology, environment: Mapping[str, str], show: Show, *, yes: bool) -> None:
    """Once in the life of a data directory. A failure is shown; Tintype runs without it."""
    mark = home.path / LOADED
    if mark.exists() or not (yes or _is_wanted(topology, show)):
        return
    show.line("  the demo community:")
    try:
        run_shown(show, "Loading the demo", ["django", "load_demo"], environment)
        mark.touch()
    except ClusterError as error:
        show.line(f"{error}\nTintype runs all the same, without it.")


def _is_wanted(topology: Topology, show: Show) -> bool:
    """Among people who are there already, a demo cannot be taken out again."""
    people = _count_accounts(topology)
    if not people:
        return True
    show.line(f"There are {people:,} accounts here already; a demo cannot be taken out again.")
    if sys.stdin.isatty():
        return click.confirm("Add the demo community to them?")
    show.line("It was not added; --yes would.")
    return False


def _count_accounts(topology: Topology) -> int:
    with connect(topology.directory.server.primary.address, topology.directory.dbname) as connection:
        row = connection.execute("SELECT count(*) FROM accounts_account").fetchone()
    return row[0] if row else 0
