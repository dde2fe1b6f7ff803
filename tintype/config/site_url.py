"""The address that the world sees."""

from tintype.config.env import Env
from tintype.config.topology import Topology

# Where a front that listens on these is reached by `localhost` too.
EVERYWHERE = ("0.0.0.0", "127.0.0.1", "localhost")  # noqa: S104  compared only


def site_url(env: Env, topology: Topology) -> str:
    """TINTYPE_URL; without one the front's own address, where localhost is not the front."""
    if topology.front and topology.front.host not in EVERYWHERE and env.url == env.url_on_localhost():
        return f"http://{topology.front.host}:{env.port}"
    return env.url
