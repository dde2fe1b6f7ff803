"""Several Gearman servers in a topology: each has a port of its own, and what is said of them names the one meant."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tintype.cluster.engines import engines
from tintype.cluster.errors import ClusterError
from tintype.cluster.gearman import command_of, gearman_answers, programs, queues_answer, workers_answer
from tintype.cluster.ready import gearman_workers, wait_until
from tintype.config.topology import DISTRIBUTION, load_topology
from tintype.tasks.gearman_worker import Worker

TWO = """
like = "embedded"
name = "two"
[gearman]
servers = ["127.0.0.1:0", "127.0.0.1:0"]
"""


@pytest.fixture
def two(home: Path) -> str:
    path = home / "two.toml"
    path.write_text(TWO)
    return str(path)


def test_one_that_is_away_is_named_and_the_workers_of_the_other_count(
    home: Path, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engines(home, topology=two) as topology:
        assert len(set(topology.gearman)) == 2
        assert load_topology(two, home, 8000).gearman == topology.gearman
        assert gearman_answers(topology) == ""
        assert queues_answer(topology, ("now", "soon")) == "no worker takes the queue now, soon"
        here, away = topology.gearman[0], ("127.0.0.1", 9)
        monkeypatch.setattr("django.conf.settings.GEARMAN", (here, away))
        worker = Worker("somebody", ["now"])
        worker._listen(wait=False)
        worker._listen(wait=False)
        mixed = replace(topology, gearman=(here, away))
        assert wait_until(partial(queues_answer, mixed, ("now",)), 10) == ""
        assert gearman_answers(mixed).startswith("127.0.0.1:9: ")
        assert gearman_workers(*here) == {"somebody"}
        assert workers_answer(mixed, ("somebody",)) == ""
        assert workers_answer(mixed, ("somebody", "else")).startswith("1 of 2 workers ask for work; 127.0.0.1:9: ")


def test_gearmand_of_the_distribution_keeps_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = command_of("127.0.0.1", 4730, DISTRIBUTION)
    assert command[0] == "gearmand"
    assert "--queue-type=builtin" in command
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(ClusterError, match="apt-get install gearman-job-server"):
        programs(load_topology("cluster", home, 8000), None)
