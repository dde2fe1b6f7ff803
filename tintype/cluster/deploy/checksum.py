"""One number for all that has to be the same on every machine: code, packages, topology, settings, key."""

from tintype.cluster.deploy.hosts import Host
from tintype.config.deploy import Deploy

# The packages are some 300 MB.
READ_SECONDS = 60
# They say when and by what the packages were installed.
NOT = "! -name RECORD ! -name uv_cache.json ! -name pyvenv.cfg"


def checksum(host: Host, deploy: Deploy, release: str = "") -> str:
    """Of the release in use, with tools of the host itself: what it says of itself is not asked of the code."""
    place = f"{deploy.root}/releases/{release}" if release else f"$(readlink -f {deploy.root}/current)"
    return host.run(
        f"""export LC_ALL=C; cd {place}/ && {{
            basename "$PWD"; sha256sum <{deploy.home}/secret-key
            for tree in . environment/; do
                (cd $tree && find . -type f ! -name '*.pyc' ! -path './bin/*' {NOT} -print0 \\
                    | sort -z | xargs -0 sha256sum)
            done
        }} | sha256sum | cut -c -16""",
        seconds=READ_SECONDS,
    ).strip()
