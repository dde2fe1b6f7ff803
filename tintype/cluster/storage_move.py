"""`tintype storage move`: all objects to another store, while people look at them, add some and delete some.

Imported once Django is loaded. Where it is cut off, the same command goes on.
"""

import time
from dataclasses import replace

from tintype.cluster.errors import ClusterError
from tintype.cluster.home import Home
from tintype.cluster.own_topology import own_file
from tintype.cluster.show import Show
from tintype.cluster.storage_copy import Copying, strange_names
from tintype.cluster.storage_prepare import check_fit, prepare_bucket
from tintype.cluster.storage_record import Record, check_former_is_there
from tintype.cluster.storage_start import start_radosgw, tell_edges
from tintype.config.env import Env
from tintype.config.objects import RADOSGW
from tintype.config.topology import ObjectStore as Described
from tintype.config.topology import Topology, load_topology, topology_path
from tintype.sharding.moves.show import Show as Progress
from tintype.sharding.moves.tables import Amount
from tintype.storage import present
from tintype.storage.errors import StoreFull, StoreUnreachable
from tintype.storage.store import ObjectStore, store_of

# What was under way when the processes learned of the new store is written by then.
WRITTEN_SECONDS = 2
AGAIN = "Nobody misses anything meanwhile; the same command goes on where it was."


def move_objects(env: Env, show: Show, progress: Progress) -> Amount:
    """How much was copied. Raises ClusterError with what to do."""
    home, topology = Home(env.home), load_topology(env.topology, env.home, env.port, env.machine)
    former = topology.objects.former
    if former is None:
        check_former_is_there(home, topology)
        _forget_former(home, topology)
        raise ClusterError(_what_to_write(env, topology))
    record = Record(home)
    with record.held():
        begin(env, home, show, record)
        objects = present.objects()
        copying = Copying(_alone(objects.former or former), _alone(objects), record, former.name)
        try:
            copying.take_back()
            copied = _copy_all(copying, progress)
        except (StoreFull, StoreUnreachable, OSError) as error:
            raise ClusterError(f"{type(error).__name__}: {error}\n{AGAIN}") from error
        record.end()
    for name in strange_names(copying.source):
        progress.say(f"{name} was left where it is: Tintype gives no such names.")
    return copied


def begin(env: Env, home: Home, show: Show, record: Record) -> None:
    """From now on the new store is written to and read first. Nothing changes for anybody if it is not fit for that."""
    topology = start_radosgw(env, home, show)
    present.use_described()
    if topology.objects.kind == RADOSGW:
        prepare_bucket()
    with show.step(f"can {topology.objects.name} be used"):
        check_fit("Nothing was changed.")
    if topology.objects.former:
        record.begin(topology.objects.former.name, record.keys())
    with show.step("every process uses it"):
        tell_edges(home, topology)
        present.tell_all()
        time.sleep(WRITTEN_SECONDS)


def _copy_all(copying: Copying, progress: Progress) -> Amount:
    """Until a look at everything finds that nothing is missing."""
    copied = Amount()
    total = copying.total()
    label = "copying"
    while True:
        with progress.progress(label, total) as advance:
            more = copying.copy_missing(advance)
        copied += more
        if not more.rows:
            return copied
        label = "looking again"


def _alone(described: Described) -> ObjectStore:
    return store_of(replace(described, former=None))


def _forget_former(home: Home, topology: Topology) -> None:
    """Once it was taken out of the topology, running processes and edges need not ask it any more."""
    if present.told() == topology.objects.name:
        present.use_described()
        tell_edges(home, topology)
        present.tell_all()


def _what_to_write(env: Env, topology: Topology) -> str:
    path = topology_path(env.topology)
    return (
        f"All objects are in {topology.objects.name}, and the topology {path} names no other store.\n"
        f"{own_file(env, path)}"
        "To move them, rename its table [objects] to [objects.former], and describe the new store before it:\n\n"
        '[objects]\nkind = "s3"\nendpoint = "https://s3.eu-central-1.amazonaws.com"\nregion = "eu-central-1"\n'
        'bucket = "our-photos"\nkeys_file = "/etc/tintype/s3-keys" # two lines: access key, secret key\n\n'
        f"[objects.former]\n{_table_of(env, topology.objects)}\n"
        '(Or kind = "directory" with its path; or kind = "radosgw", as in the topology sharded.) Then:\n\n'
        "tintype storage prepare\ntintype storage check\ntintype storage move"
    )


def _table_of(env: Env, objects: Described) -> str:
    if objects.kind == "directory":
        return f'kind = "directory"\npath = "{str(objects.path).replace(str(env.home), "{home}")}"\n'
    return "(all lines that [objects] has now)\n"
