"""`tintype apply`: what the topology file says now becomes true on this machine, while people are in."""

from collections.abc import Collection
from dataclasses import replace

from tintype.cluster import balancer, supervisor
from tintype.cluster.applied import Applied, read_applied, write_applied
from tintype.cluster.errors import ClusterError
from tintype.cluster.front_programs import front_programs
from tintype.cluster.haproxy import NAME as BALANCER
from tintype.cluster.home import Home
from tintype.cluster.packages import ensure_packages
from tintype.cluster.ports import record_ports
from tintype.cluster.program import Program
from tintype.cluster.programs import prepare_engines, site
from tintype.cluster.rounds import Rounds
from tintype.cluster.show import Show
from tintype.config.env import Env
from tintype.config.topology import load_topology


def apply(env: Env, show: Show, *, yes: bool) -> None:
    """Parts that are new are started, those that are gone are stopped, engines whose configuration has changed read it
    anew. Programs of the site go on as they are (`tintype restart`). Raises ClusterError.
    """
    calls = supervisor.Supervisor(Home(env.home))
    if reason := calls.answers():
        raise ClusterError(f"No Tintype runs in {env.home}, so there is nothing to change: {reason}")
    groups = {info["name"]: info["group"] for info in calls.everything()}
    home = Home(env.home, frozenset(groups))
    programs = _prepared(home, env, show, groups, yes=yes)
    before = read_applied(home)
    supervisor.write_config(home, programs)
    _stop_those_gone(calls, groups, programs, show)
    calls.take_in_changes()
    rounds = Rounds(home, calls, show)
    rounds.start([program for program in programs if program.name not in groups])
    for program in programs:
        if program.name in groups:
            _renew(home, calls, rounds, program, before.get(program.name))
    write_applied(home, programs)


def _prepared(home: Home, env: Env, show: Show, groups: dict[str, str], *, yes: bool) -> list[Program]:
    topology = load_topology(env.topology, env.home, env.port, env.machine)
    ensure_packages(topology, show, yes=yes)
    topology = record_ports(home, topology)
    programs = [*prepare_engines(home, topology), *site(topology), *front_programs(home, topology, env.url)]
    # Some were added to a running Tintype (`tintype shards add`) and stay in their own group.
    return [replace(program, group=groups.get(program.name, program.group)) for program in programs]


def _stop_those_gone(
    calls: supervisor.Supervisor, groups: dict[str, str], programs: Collection[Program], show: Show
) -> None:
    for name in groups.keys() - {program.name for program in programs}:
        with show.step(f"{name} stops"):
            calls.stop(f"{groups[name]}:{name}")


def _renew(home: Home, calls: supervisor.Supervisor, rounds: Rounds, program: Program, before: Applied | None) -> None:
    now = Applied.of(home, program)
    if before == now:
        return
    is_same_command = before is not None and before.command == now.command
    if is_same_command and program.reload_signal:
        if program.name == BALANCER:
            balancer.note_states(home)
        calls.signal(program.spec, program.reload_signal)
        rounds.wait([program])
    elif program.group != "site" or program.reload_signal:
        calls.stop(program.spec)
        rounds.start([program])
