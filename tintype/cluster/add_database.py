"""`tintype shards add`, the part before the tables: a database that the topology names is made while all runs."""

from dataclasses import replace

import psycopg

from tintype.cluster import supervisor
from tintype.cluster.create import create_databases
from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.own_topology import own_file
from tintype.cluster.programs import prepare_engines
from tintype.cluster.ready import postgres_answers
from tintype.cluster.replication import wait_for_replicas
from tintype.cluster.show import Show
from tintype.cluster.sql import connect
from tintype.cluster.starting import Starting
from tintype.config.env import Env
from tintype.config.topology import Database, Server, Topology, load_topology, topology_path

OLDEST = 15  # row filters of publications

ABILITIES = """
    SELECT current_setting('server_version_num')::int / 10000, current_setting('wal_level'), rolsuper
    FROM pg_roles WHERE rolname = current_user
"""


def add_database(env: Env, name: str, show: Show) -> None:
    """Raises ClusterError with what to do. What is there already is left as it is."""
    home, topology = Home(env.home), load_topology(env.topology, env.home, env.port, env.machine)
    server = _described(env, topology, name).server
    if postgres_answers(server.primary.address):
        _start_server(home, topology, server, show)
    _check_server(server)
    for created in create_databases(replace(topology, servers=(server,))):
        show.detail(f"created the database {created}")


def _described(env: Env, topology: Topology, name: str) -> Database:
    for database in topology.shards:
        if database.name == name:
            return database
    path = topology_path(env.topology)
    servers = ", ".join(server.name for server in topology.servers)
    wanted = (
        f"Add to it, and give this command again:\n\n"
        f'[[shards]]\nname = "{name}"\nserver = "{topology.servers[-1].name}"\ndatabase = "{name}"\n\n'
        f"The server is {servers}, or a new one that the file describes like those."
    )
    raise ClusterError(f"The topology {path} does not name {name}. {own_file(env, path)}{wanted}")


def _start_server(home: Home, topology: Topology, server: Server, show: Show) -> None:
    """A server that the running Tintype does not know yet; until the next `tintype up` it is a group of its own."""
    calls = supervisor.Supervisor(home)
    if reason := calls.answers():
        raise ClusterError(
            f"{server.name} does not answer, and no Tintype runs in {home.path} that could start it: {reason}"
        )
    show.line(f"The server {server.name}:")
    alone = replace(topology, servers=(server,))
    known = frozenset(info["name"] for info in calls.everything())
    group = f"added-{server.name}"
    programs = [
        replace(program, group=group)
        for program in prepare_engines(Home(home.path, known), alone)
        if program.name not in known
    ]
    if not programs:
        raise ClusterError(
            f"{server.name} does not answer; `tintype status` shows its parts, their logs are in {home.log}."
        )
    supervisor.add_group(home, group, programs)
    calls.take_in(group)
    for program in programs:
        calls.start(program.spec)
    for program in programs:
        with show.step(program.name):
            Starting(calls, program).wait(home)
    for sentence in wait_for_replicas(alone):
        show.line(sentence)


def _check_server(server: Server) -> None:
    try:
        with connect(server.primary.address) as connection:
            version, wal_level, is_superuser = connection.execute(ABILITIES).fetchone() or (0, "", False)
    except psycopg.Error as error:
        raise ClusterError(f"{server.primary.name} does not answer: {str(error).strip()}") from None
    user = server.primary.address.user
    wrong = [
        *([f"it is PostgreSQL {version}; shards move from {OLDEST} on"] if version < OLDEST else []),
        *([f"wal_level is {wal_level}: set it to logical and restart"] if wal_level != "logical" else []),
        *([] if is_superuser else [f"moves need a superuser: ALTER ROLE {user} SUPERUSER"]),
    ]
    if wrong:
        raise ClusterError(f"{server.primary.name} cannot take part in moves of shards: {'; '.join(wrong)}.")
