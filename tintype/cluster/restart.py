"""`tintype restart`: parts by their names, one after the other, each waited for until it answers."""

from collections.abc import Sequence

from tintype.cluster.answers import engines
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.program import Check, Program
from tintype.cluster.programs import site
from tintype.cluster.secret import secret_key
from tintype.cluster.show import Show
from tintype.cluster.starting import Starting
from tintype.cluster.supervisor import Supervisor
from tintype.config.env import Env
from tintype.config.topology import load_topology


def restart(env: Env, names: Sequence[str], show: Show) -> None:
    """Raises ClusterError at the first that does not come back; the others are left as they are."""
    home = Home(env.home)
    calls = Supervisor(home)
    if reason := calls.answers():
        raise ClusterError(f"No Tintype runs in {env.home}: {reason}")
    groups = {info["name"]: info["group"] for info in calls.everything()}
    if unknown := [name for name in names if name not in groups]:
        raise ClusterError(f"No part here is called {', '.join(unknown)}; there are {', '.join(sorted(groups))}.")
    checks = _checks(env, home)
    for name in names:
        program = Program(name, command=(), group=groups[name], ready=checks.get(name))
        with show.step(name):
            calls.stop(program.spec)
            calls.start(program.spec)
            Starting(calls, program).wait(home)


def _checks(env: Env, home: Home) -> dict[str, Check | None]:
    topology = load_topology(env.topology, env.home, env.port, env.machine)
    found: dict[str, Check | None] = {part.name: part.answers for part in engines(topology, secret_key(home))}
    return found | {program.name: program.ready for program in site(topology)}
