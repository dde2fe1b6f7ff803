"""The programs of a topology on this machine, with their command lines: the one place where these stand."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from tintype.cluster import edges, gearman, memcached, postgres_programs, radosgw, valkey
from tintype.cluster.account import find_account
from tintype.cluster.home import Home
from tintype.cluster.program import Account, Check, Program, python
from tintype.cluster.ready import streaming_answers, web_answers
from tintype.cluster.secret import secret_key
from tintype.config.derive import derive
from tintype.config.objects import RADOSGW
from tintype.config.topology import App, Streaming, Topology, Web, recorded_ports
from tintype.config.workers import worker_names

# Long enough for an upload in flight, short enough that Ctrl-C is not felt as hanging.
GRACE_SECONDS = 10
# A program that cannot load its code ends within these, and is then tried again at growing intervals.
LOADING_SECONDS = 2
# On a busy machine the pages come first: of one processor such a worker gets about a tenth (weights 110 and 1,024).
NICE = 10
# How glibc keeps memory: else what a photo took stays with the worker, for each of the threads that store its files.
FRUGAL = ("MALLOC_ARENA_MAX=1", "MALLOC_MMAP_THRESHOLD_=131072", "MALLOC_TRIM_THRESHOLD_=131072")


def prepare_engines(home: Home, topology: Topology, *, durable: bool = True) -> list[Program]:
    """Make what the engines need on the disk (the first time this takes some seconds) and return them.

    They can be started all at once: a replica waits for its primary, a pooler for who stands behind it.
    """
    data = [home.data_of(member.name) for server in topology.servers for member in server.members]
    account = find_account(home, data)
    stores = _stores(home, topology, account, durable=durable)
    shown_by = edges.programs(home, topology, secret_key(home), account)
    return [
        *postgres_programs.programs(home, topology, account, durable=durable),
        *valkey.programs(home, topology, secret_key(home)),
        *memcached.programs(topology, account),
        *gearman.programs(topology, account),
        *stores,
        *shown_by,
    ]


def _stores(home: Home, topology: Topology, account: Account | None, *, durable: bool) -> list[Program]:
    programs = []
    for objects in topology.stores:
        if objects.kind == RADOSGW and topology.is_here(objects.address[0]):
            mon_port = recorded_ports(home.path)[radosgw.MON_PORT]
            secret = derive("objects", secret_key(home))
            programs += radosgw.programs(objects, mon_port, secret, account, durable=durable)
    return programs


def site(topology: Topology) -> list[Program]:
    """What runs Tintype's own code."""
    programs = [*_workers(topology)]
    if topology.is_here(topology.lead_host):
        if any(server.replica for server in topology.servers):
            programs.append(_manage("watcher", "watch_replicas"))
        programs.append(_manage("dispatcher", "run_dispatcher"))
    if topology.streaming and topology.is_here(topology.streaming.host):
        programs.append(_streaming(topology.streaming))
    return [*programs, *(app_program(topology.web, app) for app in topology.apps if topology.is_here(app.host))]


def _workers(topology: Topology) -> Iterator[Program]:
    """A group on each of their hosts."""
    for workers in topology.workers:
        niceness = 0 if "now" in workers.queues else NICE
        for program, host in workers.groups.items():
            if topology.is_here(host):
                arguments = ("run_worker", "--name", program, "--processes", str(workers.processes))
                ready = partial(gearman.workers_answer, topology, worker_names(program, workers.processes))
                described = _manage(program, *arguments, "--queues", *workers.queues, ready=ready, niceness=niceness)
                yield replace(described, command=("env", *FRUGAL, *described.command))


def _streaming(streaming: Streaming) -> Program:
    described = _manage("streaming", "run_streaming", ready=partial(streaming_answers, streaming))
    return replace(described, is_needed=False)


def _manage(name: str, *arguments: str, ready: Check | None = None, niceness: int = 0) -> Program:
    command = (python(), "-m", "django", *arguments)
    return Program(name=name, command=command, ready=ready, start_seconds=LOADING_SECONDS, niceness=niceness)


def app_program(web: Web, app: App) -> Program:
    options = {
        "worker-class": "gthread",
        "workers": web.processes,
        "threads": web.threads,
        "bind": f"{app.host}:{app.port}",
        "keep-alive": 30,
        "timeout": 60,
        "graceful-timeout": GRACE_SECONDS,
        # A signed address takes about 300 bytes; the longest are those that come back from a sign-in elsewhere.
        "limit-request-line": 4094,
        "limit-request-fields": 60,
        "worker-tmp-dir": _heartbeats(),
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    # Pixelfed's app says `patch` where it means `PATCH`, and so it may arrive.
    flags += ["--permit-unconventional-http-method", "--casefold-http-method"]
    # What came by TLS is said by the proxy on this machine, or by the front where there is one (config.behind).
    flags += [f"--forwarded-allow-ips={web.host}"] if (web.host, web.port) != (app.host, app.port) else []
    flags += ["--config=python:tintype.config.gunicorn"]
    # Preloaded, so that the processes load and hold the program's code once between them.
    return Program(
        name=app.name,
        command=(python(), "-m", "gunicorn", *flags, "--preload", "--no-control-socket", "tintype.config.wsgi"),
        ready=partial(web_answers, app),
        start_seconds=LOADING_SECONDS,
        stop_seconds=GRACE_SECONDS + 5,
        orphan_signal="QUIT",  # at once, and its own children with it
    )


def _heartbeats() -> Path:
    """Gunicorn's workers touch a file each second; on a busy disk that touch can take seconds."""
    memory = Path("/dev/shm")  # noqa: S108  gunicorn makes its own private file in it
    return memory if memory.is_dir() else Path("/tmp")  # noqa: S108
