"""A release rolled over 25 app servers on hosts of their own (tests/hosts), with nobody in and with people in."""

from pathlib import Path

from tests.hosts.crowd import crowd_at
from tests.hosts.rig import rig
from tests.hosts.steered import Said, Steered, why_not_here
from tintype.config.topology import load_topology

APP_HOSTS, SERVERS_EACH = 5, 5
PORT = 8000
FRONT = "front"
TOPOLOGY = """
name = "roll"
like = "cluster"
[web]
servers = [{servers}]
[deploy.settings]
TINTYPE_PORT = "{port}"
TINTYPE_URL = "http://{address}:{port}"
TINTYPE_RATE_LIMITS = "false"
"""


def measure() -> str:
    if reason := why_not_here():
        raise SystemExit(f"there can be no hosts here: {reason}")
    machines = load_topology("cluster", Path("/nowhere"), PORT).machines
    apps = [f"app{number}" for number in range(1, APP_HOSTS + 1)]
    servers = [f'"{{{app}}}:{PORT + number}"' for app in apps for number in range(SERVERS_EACH)]
    with rig(*machines, *apps) as hosts:
        address = hosts.hosts[FRONT].address
        steered = Steered(hosts, TOPOLOGY.format(servers=", ".join(servers), port=PORT, address=address))
        return _measured(steered, len(hosts.hosts), len(servers))


def _measured(steered: Steered, hosts: int, servers: int) -> str:
    first = _good(steered.deploy())
    steered.change("changed")
    alone = _good(steered.deploy())
    with crowd_at(steered.rig, steered.address(FRONT), PORT) as crowd:
        busy = _good(steered.deploy("rollback"))
        crowd.go()
    rows = [
        (f"first deploy: everything, onto {hosts} hosts", first),
        (f"a release with a migration, rolled over {servers} app servers", alone),
        ("back to the one before, with people in", busy),
    ]
    lines = ["## A roll", "", "| | seconds |", "| --- | --- |"]
    lines += [f"| {what} | {said.seconds:.0f} |" for what, said in rows]
    met = crowd.met
    failed = sum(met.failed.values())
    people = f"People made {met.requests:,} requests; {failed} failed, the slowest took {met.slowest:.1f} s."
    return "\n".join([*lines, "", people, ""])


def _good(said: Said) -> Said:
    if said.code:
        raise SystemExit(str(said))
    return said
