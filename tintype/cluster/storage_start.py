"""A running Tintype gets another object store: what has to be started or told for that."""

import json
from dataclasses import replace

from tintype.cluster import edges, radosgw
from tintype.cluster.account import find_account
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.ports import choose_port
from tintype.cluster.program import Account
from tintype.cluster.ready import store_answers
from tintype.cluster.secret import secret_key
from tintype.cluster.show import Show
from tintype.cluster.starting import Starting
from tintype.cluster.supervisor import UNREACHABLE, Supervisor, add_group
from tintype.config.derive import derive
from tintype.config.env import Env
from tintype.config.objects import RADOSGW
from tintype.config.topology import Topology, load_topology, recorded_ports

GROUP = "added-objects"


def start_radosgw(env: Env, home: Home, show: Show) -> Topology:
    """The topology, whose radosgw runs now. Until the next `tintype up` it is a group of its own."""
    topology = _with_ports(env, home)
    objects = topology.objects
    if objects.kind != RADOSGW or not store_answers(objects):
        return topology
    calls = Supervisor(home)
    if reason := calls.answers():
        raise ClusterError(f"radosgw does not run, and no Tintype in {home.path} that could start it: {reason}")
    mon_port = recorded_ports(home.path)[radosgw.MON_PORT]
    secret = derive("objects", secret_key(home))
    made = radosgw.programs(objects, mon_port, secret, _account(home, topology), durable=True)
    programs = [replace(program, group=GROUP) for program in made]
    if not {info["name"] for info in calls.everything()} & {program.name for program in programs}:
        add_group(home, GROUP, programs)
        calls.take_in(GROUP)
    for program in programs:
        calls.start_unless_running(calls.spec_of(program.name))
    for program in programs:
        with show.step(program.name):
            Starting(calls, program).wait(home)
    return topology


def _with_ports(env: Env, home: Home) -> Topology:
    """Not by ports.record_ports, which would find those of the running parts taken and choose others."""
    topology = load_topology(env.topology, env.home, env.port, env.machine)
    ports = recorded_ports(home.path)
    if topology.objects.kind != RADOSGW or radosgw.MON_PORT in ports:
        return topology
    host, port = topology.objects.address
    ports[RADOSGW] = port or choose_port(host, ports.values())
    ports[radosgw.MON_PORT] = choose_port("127.0.0.1", ports.values())
    unfinished = home.ports.with_suffix(".new")
    unfinished.write_text(json.dumps(ports))
    unfinished.replace(home.ports)
    return load_topology(env.topology, env.home, env.port, env.machine)


def tell_edges(home: Home, topology: Topology) -> None:
    """They read their configuration anew, and no connection is cut."""
    calls = Supervisor(home)
    try:
        running = {info["name"] for info in calls.everything() if info["statename"] == "RUNNING"}
    except UNREACHABLE:
        return
    edges.programs(home, topology, secret_key(home), _account(home, topology))
    for edge in topology.edges:
        if (name := f"edge-{edge.name}") in running:
            calls.signal(calls.spec_of(name), "HUP")


def _account(home: Home, topology: Topology) -> Account | None:
    return find_account(home, [home.data_of(member.name) for server in topology.servers for member in server.members])
