"""One number for all that has to be the same on every machine: code, packages, topology, settings, key."""

from tintype.cluster.deploy.hosts import Host
from tintype.config.deploy import Deploy

# The packages are some 300 MB.
READ_SECONDS = 60


def checksum(host: Host, deploy: Deploy) -> str:
    """Of the release in use, with tools of the host itself: what it says of itself is not asked of the code."""
    return host.run(
        f"""export LC_ALL=C; cd "$(readlink -f {deploy.root}/current)" && {{
            basename "$PWD"; sha256sum <{deploy.home}/secret-key
            for tree in . environment/; do
                (cd $tree && find . -type f ! -name pyvenv.cfg -print0 | sort -z | xargs -0 sha256sum)
            done
        }} | sha256sum | cut -c -16""",
        seconds=READ_SECONDS,
    ).strip()
