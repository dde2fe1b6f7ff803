"""Where apps reach streaming."""

from tintype.config.env import Env
from tintype.config.site_url import site_url
from tintype.config.topology import Topology


def streaming_url(env: Env, topology: Topology) -> str:
    """Empty where apps are not to know of it."""
    if not topology.streaming:
        return ""
    if topology.front and env.streaming_url == env.streaming_beside_the_web():
        return site_url(env, topology).replace("http", "ws", 1)
    return env.streaming_url
