"""next_id against nextval in the same database: what it costs that ids sort by time and say where they live."""

from pathlib import Path

import psycopg

from benchmarks.pgbench import transactions_per_second
from benchmarks.report import table
from benchmarks.site import Site

MANY = 1_000


def measure(site: Site, rounds: int, seconds: int) -> str:
    address = site.topology.directory.server.primary.address
    with psycopg.connect(host=address.host, port=address.port, user=address.user, dbname="shard1") as connection:
        connection.execute("CREATE SEQUENCE plain")
    tables = []
    for count, title in ((1, "Ids, one a statement"), (MANY, f"Ids, {MANY:,} a statement")):
        source = f"FROM generate_series(1, {count})"
        ours = _script(site, "ours", f"SELECT count(next_id(17)) {source}")
        plain = _script(site, "plain", f"SELECT count(nextval('plain')) {source}")
        pairs = [
            (
                count * transactions_per_second(address, "shard1", [ours], seconds),
                count * transactions_per_second(address, "shard1", [plain], seconds),
            )
            for _ in range(rounds)
        ]
        tables.append(table(title, "next_id", ["nextval: a plain sequence"], pairs))
    return "\n".join(tables)


def _script(site: Site, name: str, statement: str) -> Path:
    path = site.home / f"{name}.sql"
    path.write_text(f"{statement};\n")
    return path
