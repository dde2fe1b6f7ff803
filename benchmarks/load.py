"""wrk, from Debian's packages: requests as fast as the answers come."""

import re
import shutil
import subprocess
from pathlib import Path

CONNECTIONS = 8


class LoadFailed(Exception):
    """Answers were not what they should be, so a figure would mean nothing."""


def requests_per_second(url: str, script: Path, seconds: int) -> float:
    """`script` is wrk's Lua that makes the requests. Raises LoadFailed where an answer is no 2xx."""
    if shutil.which("wrk") is None:
        raise LoadFailed("wrk is missing: apt-get install wrk")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-s", str(script), url]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise LoadFailed(output)
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if found is None:
        raise LoadFailed(output)
    return float(found[1])
