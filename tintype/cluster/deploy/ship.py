"""Bringing a release onto a host. Each step that is already done is left as it is, so a second try goes on.

ROOT/releases/NAME holds the code, the topology and the settings; NAME/environment is the Python with the packages that
it locks, shared with every release that locks the same. Nothing there is changed once it stands under its name.
"""

import platform
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tintype.cluster.deploy.hosts import Failed, Host
from tintype.cluster.deploy.park import Park
from tintype.cluster.deploy.source import Source
from tintype.config.env import SECRET_FILE

HERE = Path(__file__).resolve().parent
UNIT = "/etc/systemd/system/tintype.service"
# An environment of 85 packages takes about five seconds of a processor; a busy disk takes its time.
UNPACK_SECONDS = 300
KEPT_RELEASES = 5


@dataclass(frozen=True)
class Shared:
    """What every machine of the park has to have the same, besides the release."""

    secret: str
    roles: str


def probe(host: Host, root: str) -> str:
    """Whether the wheels of this machine run there; returns the release that it has."""
    wanted = f"{platform.machine()} {sys.version_info.major}.{sys.version_info.minor}"
    ask = "import platform, sys; print(platform.machine(), '%d.%d' % sys.version_info[:2])"
    found = host.run(f'python3 -c "{ask}"').strip()
    if found != wanted:
        raise Failed(f"its Python is {found}, and the packages that are brought are for {wanted}")
    return current(host, root)


def current(host: Host, root: str) -> str:
    return host.run(f"basename $(readlink {root}/current || echo -)").strip().removeprefix("-")


def ship(host: Host, park: Park, source: Source, shared: Shared) -> str:
    """The release is there then, but not in use."""
    root, home = park.deploy.root, park.deploy.home
    host.run(f"umask 022; mkdir -p {root}/releases {root}/environments && mkdir -p -m 700 {home}")
    brought = [
        what
        for what, bring in (("packages", _bring_environment), ("code", _bring_code))
        if bring(host, PurePosixPath(root), source)
    ]
    host.write(f"{root}/machine", f"{host.name}\n")
    launcher = (HERE / "launcher.sh").read_text().replace("{root}", root)
    host.write(f"{root}/python", launcher, 0o755)
    host.write(f"{root}/tintype", f'#!/bin/sh\nexec {root}/python -m tintype.cli "$@"\n', 0o755)
    host.write(f"{home}/{SECRET_FILE}", shared.secret, 0o600)
    if shared.roles:
        host.write(f"{home}/roles.json", shared.roles)
    if host.run("test -d /run/systemd/system && echo systemd || true").strip():
        host.write(UNIT, (HERE / "tintype.service").read_text().replace("{root}", root))
        host.run("systemctl daemon-reload && systemctl enable -q tintype")
    return f"has {source.release}" + (f" ({' and '.join(brought)} brought)" if brought else "")


def _bring_environment(host: Host, root: PurePosixPath, source: Source) -> bool:
    place = root / "environments" / source.lock
    if _is_there(host, place):
        return False
    host.put(source.packages, f"{place}.tar")
    # uv comes with the packages: it makes an environment without Debian's python3-venv, in a sixth of pip's time.
    host.run(
        f"""set -e; umask 022; cd {place.parent}; rm -rf {place}.new {place}.unpacked; mkdir {place}.unpacked
        tar -xf {place}.tar -C {place}.unpacked; cd {place}.unpacked
        python3 -m zipfile -e packages/uv-*.whl tool; uv=$(echo tool/*.data/scripts/uv); chmod +x $uv
        $uv venv -q --no-config --python "$(command -v python3)" {place}
        rm packages/uv-*.whl
        $uv pip install -q --no-config --no-cache --offline --no-index --no-deps \\
            --python {place}/bin/python packages/*.whl
        touch {place}/complete; cd /; rm -rf {place}.unpacked {place}.tar""",
        seconds=UNPACK_SECONDS,
    )
    return True


def _bring_code(host: Host, root: PurePosixPath, source: Source) -> bool:
    place = root / "releases" / source.release
    if _is_there(host, place):
        return False
    host.run(f"umask 022; rm -rf {place} && mkdir {place}")
    wheel = f"{place}/{source.code.name}"
    host.put(source.code, wheel)
    for name, text in source.inputs.items():
        # Settings may hold passwords, such as that of the mail server.
        host.write(f"{place}/{name}", text, 0o600 if name.endswith(".env") else 0o644)
    host.run(
        f"""set -e; umask 022; cd {place}; python3 -m zipfile -e {wheel} .; rm {wheel}
        ln -s ../../environments/{source.lock} environment
        environment/bin/python -m compileall -q -j 0 tintype; touch complete""",
        seconds=UNPACK_SECONDS,
    )
    return True


def _is_there(host: Host, place: PurePosixPath) -> bool:
    return bool(host.run(f"test -e {place}/complete && echo yes || true").strip())


def is_complete(host: Host, root: str, release: str) -> bool:
    return _is_there(host, PurePosixPath(root) / "releases" / release)


def point_to(root: str, release: str) -> str:
    """The shell command that puts a release into use: by a rename, so that the link is never missing."""
    return f"ln -sfn releases/{release} {root}/current.new && mv -T {root}/current.new {root}/current"


def clean(host: Host, root: str) -> str:
    """Keep the last few releases, and those that a process still runs from."""
    host.run(
        f"""cd {root}/releases && for name in $(ls -t | tail -n +{KEPT_RELEASES + 1}); do
            test "$(readlink ../current)" = "releases/$name" && continue
            grep -qsF "{root}/releases/$name/" /proc/[0-9]*/cmdline || rm -rf "$name"
        done
        cd ../environments && for name in *; do
            ls -d ../releases/*/environment | xargs -r readlink | grep -q "/$name$" || rm -rf "$name"
        done"""
    )
    return ""
