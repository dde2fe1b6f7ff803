"""A park is brought onto hosts over SSH, changed while people are in, taken back, and loses a host in the middle."""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.hosts.crowd import crowd_at
from tests.hosts.rig import rig
from tests.hosts.steered import Said, Steered, why_not_here
from tintype.config.topology import load_topology

PORT = 8000
MACHINES = load_topology("cluster", Path("/nowhere"), PORT).machines
FRONT, VICTIM = "front", "web2"
TOPOLOGY = """
name = "hosts"
like = "cluster"
[deploy.settings]
TINTYPE_PORT = "{port}"
TINTYPE_URL = "http://{{front}}:{port}"
TINTYPE_RATE_LIMITS = "false" # the crowd does in a minute what people do in a day
"""
REQUESTS = 10_000
LEFT_OUT = 3

Show = Callable[[str], None]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    def printed(text: str) -> None:
        # Of several workers the errors alone are heard.
        with capsys.disabled():
            sys.stderr.write(f"\n{text}\n")

    return printed


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_park_is_deployed_changed_under_load_taken_back_and_goes_on_without_a_host_that_dies(show: Show) -> None:
    if reason := why_not_here():
        pytest.skip(reason)
    with rig(*MACHINES) as hosts:
        steered = Steered(hosts, TOPOLOGY.format(port=PORT).replace("{front}", hosts.hosts[FRONT].address))
        first_deploy(steered, show)
        change_and_rollback_under_load(steered, show)
        a_host_dies(steered, show)
        it_comes_back(steered, show)


def first_deploy(steered: Steered, show: Show) -> None:
    said = steered.deploy()
    assert said.code == 0, said
    show(f"first deploy onto {len(MACHINES)} hosts: {said.seconds:.0f} s")
    all_have_the_same(said, MACHINES)
    assert steered.ask(f"http://{steered.address(FRONT)}:{PORT}/healthz") == ["ok"]


def change_and_rollback_under_load(steered: Steered, show: Show) -> None:
    with crowd_at(steered.rig, steered.address(FRONT), PORT) as crowd:
        crowd.wait_for(REQUESTS // 10)
        steered.change("changed")
        said = steered.deploy()
        assert said.code == 0, said
        assert set(steered.app_servers()) == {"OK, changed"}
        show(f"a change with a migration rolled out: {said.seconds:.0f} s")
        all_have_the_same(said, MACHINES)
        said = steered.deploy("rollback")
        assert said.code == 0, said
        assert set(steered.app_servers()) == {"OK"}
        show(f"rolled back: {said.seconds:.0f} s")
        crowd.wait_for(REQUESTS)
        crowd.go()
    show(
        f"meanwhile {crowd.met.requests:,} requests, the slowest {crowd.met.slowest:.1f} s; failed: {crowd.met.failed}"
    )
    assert crowd.met.failed == {}
    assert crowd.met.surprises == []


def a_host_dies(steered: Steered, show: Show) -> None:
    steered.change("again")

    def strike(line: str) -> None:
        if line.startswith("app servers, 1 of"):
            steered.rig.hosts[VICTIM].kill()

    said = steered.deploy(hears=strike)
    assert said.code == LEFT_OUT, said
    assert any(re.match(rf"{VICTIM} +LEFT OUT", line) for line in said.lines), said
    assert VICTIM in said.lines[-1], said
    show(f"a deploy in which a host died: {said.seconds:.0f} s")
    all_have_the_same(said, MACHINES.keys() - {VICTIM})
    assert steered.ask(f"http://{steered.address(FRONT)}:{PORT}/health") == ["OK, again"]


def it_comes_back(steered: Steered, show: Show) -> None:
    steered.rig.start(VICTIM)
    said = steered.deploy()
    assert said.code == 0, said
    show(f"deployed once more when it was back: {said.seconds:.0f} s\n")
    all_have_the_same(said, MACHINES)
    assert set(steered.app_servers()) == {"OK, again"}


def all_have_the_same(said: Said, machines: Iterable[str]) -> None:
    found = [match for line in said.lines if (match := re.match(r"(\w+) +checksum (\w{16})", line))]
    assert {match[1] for match in found} == set(machines), said
    assert len({match[2] for match in found}) == 1, said
