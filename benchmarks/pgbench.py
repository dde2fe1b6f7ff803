"""pgbench: SQL as fast as the answers come."""

import re
import subprocess
from pathlib import Path

from benchmarks.load import CONNECTIONS, LoadFailed
from tintype.cluster.wheels import postgres_bin
from tintype.config.topology import Postgres


def transactions_per_second(address: Postgres, database: str, scripts: list[Path], seconds: int) -> float:
    """Runs of one of `scripts` (at most 128) by chance. `address` is PostgreSQL's or PgBouncer's."""
    files = [word for script in scripts for word in ("-f", str(script))]
    command = [
        *(str(postgres_bin() / "pgbench"), "-n", "-c", str(CONNECTIONS), "-j", "1", "-T", str(seconds)),
        *("-h", address.host, "-p", str(address.port), "-U", address.user, *files, database),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        raise LoadFailed(f"pgbench failed: {done.stderr[-2000:]}\n{scripts[0].read_text()}")
    return float(found[1])
