"""Bringing a release onto a host. Each step that is already done is left as it is, so a second try goes on.

ROOT/releases/NAME holds the code, the topology and the settings; NAME/environment is the Python with the packages that
it locks, shared with every release that locks the same. Nothing there is changed once it stands under its name.
"""

import platform
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tintype.cluster.deploy.hosts import Failed, Host
from tintype.cluster.deploy.park import Park
from tintype.cluster.deploy.source import Source, python_version
from tintype.config.env import SECRET_FILE

HERE = Path(__file__).resolve().parent
UNIT = "/etc/systemd/system/tintype.service"
# It takes some seconds; a busy disk takes its time.
UNPACK_SECONDS = 300
KEPT_RELEASES = 5


@dataclass(frozen=True)
class Shared:
    """What every machine of the park has to have the same, besides the release."""

    secret: str
    roles: str


def probe(host: Host, root: str) -> str:
    """Whether the packages of this machine run there; returns the release that it has."""
    wanted = f"{platform.machine()} {python_version()}"
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
    host.put(source.packages, f"{place}.tar.gz")
    # Without pip it needs no python3-venv from the distribution.
    host.run(
        f"""set -e; umask 022; rm -rf {place}; python3 -m venv --without-pip {place}
        tar -xzf {place}.tar.gz --no-same-owner -C {place}/lib/python*/site-packages; rm {place}.tar.gz
        touch {place}/complete""",
        seconds=UNPACK_SECONDS,
    )
    return True


def _bring_code(host: Host, root: PurePosixPath, source: Source) -> bool:
    place = root / "releases" / source.release
    if _is_there(host, place):
        return False
    host.run(f"umask 022; rm -rf {place} && mkdir {place}")
    host.put(source.code, f"{place}.tar.gz")
    for name, text in source.inputs.items():
        # Settings may hold passwords, such as that of the mail server.
        host.write(f"{place}/{name}", text, 0o600 if name.endswith(".env") else 0o644)
    host.run(
        f"""set -e; umask 022; cd {place}; tar -xzf {place}.tar.gz --no-same-owner; rm {place}.tar.gz
        ln -s ../../environments/{source.lock} environment; touch complete""",
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
