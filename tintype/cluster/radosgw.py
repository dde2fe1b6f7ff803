"""Radosgw, the S3 of our own cluster, with the Ceph that it needs: a monitor that knows who is there, an OSD that keeps
the bytes.
"""

import json
import shlex
import shutil
import subprocess
import uuid
from functools import partial
from pathlib import Path
from string import Template

from tintype.cluster.account import give, may, own_directory
from tintype.cluster.errors import ClusterError
from tintype.cluster.program import Account, Program, as_account
from tintype.cluster.ready import store_answers
from tintype.config.objects import ObjectStore

MON_PORT = "ceph-mon"  # its name among the recorded ports
HERE = Path(__file__).resolve().parent
TOOLS = ("ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")


def programs(
    objects: ObjectStore, mon_port: int, secret: str, account: Account | None, *, durable: bool
) -> list[Program]:
    """Makes what they need on the disk, too. They can be started all at once: each waits for the one before it.

    Without `durable` they keep everything in memory.
    """
    _check_installed()
    path = objects.path
    _make_directories(path, account)
    _write_config(objects, mon_port, kept_in="bluestore" if durable else "memstore")
    _write_user(objects, secret, account)
    _make_monitor(path, mon_port, account)
    if not (path / "osd" / "ready").exists():
        _run(account, "ceph-osd", "-c", config_of(path), "-i", "0", "--mkfs", "--no-mon-config")
    return [
        _program("ceph-mon", ("ceph-mon", "-f", "-c", config_of(path), "-i", "a"), account),
        _program("ceph-osd", ("ceph-osd", "-f", "-c", config_of(path), "-i", "0"), account),
        _radosgw(objects, account, durable=durable),
    ]


def config_of(path: Path) -> str:
    return str(path / "ceph.conf")


def _program(name: str, command: tuple[str, ...], account: Account | None) -> Program:
    return Program(name=name, group="engines", command=command, account=account)


def _radosgw(objects: ObjectStore, account: Account | None, *, durable: bool) -> Program:
    """Before each start it is told its only user, in 0.1 seconds: the secret key may be another one than last time.

    Other radosgws are not told to forget what they have cached: after a crash it would wait for the dead. Telling it
    ends with the shell: while Ceph does not answer, it would go on for ever, without the Tintype that began it.
    """
    config, user = shlex.quote(config_of(objects.path)), shlex.quote(str(objects.path / "user.json"))
    admin = f"radosgw-admin -c {config} --rgw-cache-enabled=false"
    told = f"setpriv --pdeathsig KILL {admin} metadata put user:{objects.access_key} <{user}"
    return Program(
        name="radosgw",
        group="engines",
        command=("sh", "-c", f"{told} && exec radosgw -f -c {config} -n client.rgw"),
        ready=partial(store_answers, objects),
        # An orderly end takes it five seconds.
        stop_signal="TERM" if durable else "KILL",
        account=account,
    )


def _check_installed() -> None:
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        raise ClusterError(
            f"The topology keeps photos in radosgw, and {', '.join(missing)} is not installed.\n"
            "Install it with `apt-get install radosgw ceph-mon ceph-osd`; `tintype up` starts its own, not the "
            "system's services.",
        )


def _make_directories(path: Path, account: Account | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for directory in (path, path / "mon", path / "osd", path / "rgw"):
        own_directory(directory, account)
    if account and not may(account, "-x", path):
        raise ClusterError(f"Ceph runs as {account.name}, who may not enter {path}: `chmod o+x` what it lies in.")


def _write_config(objects: ObjectStore, mon_port: int, *, kept_in: str) -> None:
    host, port = objects.address
    values = {
        "fsid": _fsid(objects.path),
        "path": objects.path,
        "host": host,
        "port": port,
        "mon_port": mon_port,
        "kept_in": kept_in,
        "bytes": objects.gigabytes * 2**30,
    }
    config = Path(config_of(objects.path))
    config.write_text(Template((HERE / "ceph.conf").read_text()).substitute(values))
    config.chmod(0o644)


def _fsid(path: Path) -> str:
    """By it the parts know that they belong together."""
    kept = path / "fsid"
    if not kept.exists():
        kept.write_text(str(uuid.uuid4()))
    return kept.read_text()


def _write_user(objects: ObjectStore, secret: str, account: Account | None) -> None:
    """In a file that only the account may read: every user of the machine may read command lines."""
    name = objects.access_key
    keys = [{"user": name, "access_key": name, "secret_key": secret}]
    user = {"user_id": name, "display_name": "Tintype", "max_buckets": 1000, "keys": keys, "type": "rgw"}
    user["op_mask"] = "read, write, delete"
    described = {"key": f"user:{name}", "ver": {"tag": name, "ver": 1}, "mtime": "2020-01-01", "data": user}
    kept = objects.path / "user.json"
    kept.touch(mode=0o600)
    give(kept, account)
    kept.write_text(json.dumps(described))


def _make_monitor(path: Path, port: int, account: Account | None) -> None:
    """The monitor keeps its own address, so it is told when its port is another one than last time."""
    monmap, keyring, known = path / "monmap", str(path / "keyring"), path / "mon-port"
    if known.exists() and known.read_text() == str(port):
        return
    address = f"[v2:127.0.0.1:{port}]"
    _run(account, "monmaptool", "--create", "--clobber", "--fsid", _fsid(path), "--addv", "a", address, str(monmap))
    monitor = ("ceph-mon", "-c", config_of(path), "-i", "a")
    if known.exists():
        _run(account, *monitor, "--inject-monmap", str(monmap))
    else:
        _run(
            account, "ceph-authtool", "--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"
        )
        _run(account, *monitor, "--mkfs", "--monmap", str(monmap), "--keyring", keyring)
    known.write_text(str(port))


def _run(account: Account | None, *command: str) -> None:
    done = subprocess.run(
        ["setpriv", *as_account(account), "--", *command], capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise ClusterError(f"{command[0]} failed:\n{done.stderr.strip()[-2000:]}")
