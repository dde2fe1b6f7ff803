"""`tintype deploy`: a release onto every machine, then into use; and back again."""

import json
import secrets
from functools import partial

from tintype.cluster.deploy.checksum import checksum
from tintype.cluster.deploy.crew import Crew
from tintype.cluster.deploy.hosts import Failed, Host, Lost
from tintype.cluster.deploy.park import Park, kind
from tintype.cluster.deploy.roll import apply, roll
from tintype.cluster.deploy.ship import UNIT, Shared, clean, is_complete, point_to, probe, ship
from tintype.cluster.deploy.source import Source
from tintype.cluster.errors import ClusterError

MIGRATE_SECONDS = 3600
STATIC_SECONDS = 120
# The first start installs packages and makes databases.
UP_SECONDS = 900
DIFFERENT = "The machines do not have the same. Whose checksum is another, there something was changed by hand."
# Nobody but the balancer knows of these; of anything else programs that run learn when they are started again.
UNKNOWN_TO_OTHERS = {"app", "worker", "nginx"}


def deploy(crew: Crew, park: Park, source: Source) -> None:
    _bring(crew, park, source)
    _use(crew, park, source.release)
    crew.ask(partial(clean, root=park.deploy.root))


def add_host(crew: Crew, park: Park, source: Source, name: str) -> None:
    """A machine that was written into the file: the others are told of it, then it is started."""
    _bring(crew, park, source)
    kinds = {kind(part) for part, machine in park.parts if machine == name}
    if not kinds <= UNKNOWN_TO_OTHERS:
        _use(crew, park, source.release)
        return
    crew.need(name, "it is the one to be added")
    lead = crew.need(park.lead, "it keeps the list of releases")
    _note(lead, park, source.release)
    others = [machine for machine in crew.hosts if machine != name]
    crew.each(partial(apply, park=park, release=source.release), others)
    crew.each(partial(_up, park=park, release=source.release), [name])
    prove(crew, park)


def roll_back(crew: Crew, park: Park, release: str) -> None:
    """Without another topology and without migrations: those of the newer release add, and take nothing away."""
    root = park.deploy.root
    crew.say(f"release {release}")
    crew.ask(partial(_has, root=root, release=release))
    lead = crew.need(park.lead, "it keeps the list of releases")
    if lead.run(f"cat {root}/releases/{release}/topology.toml") != park.file.read_text():
        commit = release.partition("-")[0]
        raise ClusterError(
            f"The release {release} had another topology than {park.file} has. `tintype deploy --version {commit}` "
            "puts its code on the machines of today."
        )
    _use(crew, park, release, migrates=False)


def former(lead: Host, park: Park) -> str:
    """The release that was in use before the one that was put into use last."""
    used = lead.run(f"cat {park.deploy.root}/history 2>/dev/null || true").split()
    before = [release for release in used if release != used[-1]]
    if not before:
        raise ClusterError("There is no release to go back to: only one was ever put into use.")
    return before[-1]


def prove(crew: Crew, park: Park) -> None:
    """Raises ClusterError where a machine has something else than the others."""
    found = crew.ask(partial(checksum, deploy=park.deploy))
    for name, number in found.items():
        crew.line(name, f"checksum {number}")
    if len(set(found.values())) > 1:
        raise ClusterError(DIFFERENT)


def _bring(crew: Crew, park: Park, source: Source) -> None:
    crew.say(f"release {source.release}")
    crew.ask(partial(probe, root=park.deploy.root))
    shared = _shared(crew, park)
    crew.each(lambda host: ship(host, park, source, shared))


def _use(crew: Crew, park: Park, release: str, *, migrates: bool = True) -> None:
    """A release that every machine has: migrations and static files first, then machine by machine."""
    lead = crew.need(park.lead, "it makes the databases")
    running = [name for name, found in crew.ask(partial(state, park=park)).items() if found == "up"]
    if lead.name in running:
        _prepare(crew, park, release, migrates=migrates)
    _note(lead, park, release)
    idle = [name for name in crew.hosts if name not in running]
    if idle:
        crew.say(f"start: {' '.join(idle)}")
        crew.each(partial(_up, park=park, release=release), idle)
        crew.need(park.lead, "nothing is served without it")
    if running:
        roll(crew, park, release, running)
    prove(crew, park)


def _prepare(crew: Crew, park: Park, release: str, *, migrates: bool) -> None:
    """With the new code, while the old one serves: what it adds to the databases must not disturb the old one."""
    new = f"TINTYPE_RELEASE={park.deploy.root}/releases/{release} {park.deploy.root}"
    if migrates:
        try:
            crew.hosts[park.lead].run(f"{new}/tintype manage migrate_all", seconds=MIGRATE_SECONDS)
        except (Lost, Failed) as error:
            raise ClusterError(f"The migrations on {park.lead} failed; the release is not in use.\n{error}") from None
        crew.line(park.lead, "migrations have run")
    static = {machine for part, machine in park.parts if kind(part) in {"app", "web", "nginx"}}
    collect = f"{new}/python -m tintype.cluster.static_files"
    crew.each(lambda host: host.run(collect, seconds=STATIC_SECONDS), static, leaves_out=(Lost,), shows=False)


def _shared(crew: Crew, park: Park) -> Shared:
    """The key is that of the park, wherever it is found; at the first time it is made."""
    home = park.deploy.home
    keys = set(crew.ask(lambda host: host.run(f"cat {home}/secret-key 2>/dev/null || true").strip()).values()) - {""}
    if len(keys) > 1:
        raise ClusterError(f"The machines have different keys in {home}/secret-key: they belong to different parks.")
    found = crew.ask(lambda host: host.run(f"cat {home}/roles.json 2>/dev/null || true"))
    return Shared(keys.pop() if keys else secrets.token_urlsafe(48), agreed_roles(found))


def agreed_roles(found: dict[str, str]) -> str:
    """Who is primary, as the machines know it; one that was away while a replica was promoted learns of it so.

    Raises ClusterError where two contradict each other: a promotion was not given to all of them.
    """
    agreed: dict[str, str] = {}
    for machine, text in found.items():
        for server, primary in json.loads(text or "{}").items():
            if agreed.setdefault(server, primary) != primary:
                raise ClusterError(
                    f"{machine} takes {primary} for the primary of {server}, others {agreed[server]}: give "
                    f"`tintype shards promote {server}` again on those that have missed it."
                )
    return json.dumps(agreed, indent=1) if agreed else ""


def _has(host: Host, root: str, release: str) -> str:
    if not is_complete(host, root, release):
        raise Failed(f"it does not have {release}")
    return ""


def state(host: Host, park: Park) -> str:
    lock = f"{park.deploy.home}/lock"
    return host.run(f"test -e {lock} && ! flock -n {lock} true && echo up || true").strip()


def _note(lead: Host, park: Park, release: str) -> None:
    lead.run(f"echo {release} >>{park.deploy.root}/history")


def _up(host: Host, park: Park, release: str) -> str:
    root = park.deploy.root
    host.run(point_to(root, release))
    start = f"if [ -e {UNIT} ]; then systemctl start tintype; else {root}/tintype up --detach --yes; fi"
    host.run(start, seconds=UP_SECONDS)
    return "is up"
