"""A like through HTTP against the same SQL sent by pgbench."""

import random
from contextlib import ExitStack
from pathlib import Path

from benchmarks.home_feed import CSRF
from benchmarks.load import requests_per_second
from benchmarks.pgbench import transactions_per_second
from benchmarks.report import table
from benchmarks.site import Site, wait_for_workers
from tintype.config.topology import Postgres

# Fewer than the scripts that pgbench takes; each is one reader's like of one post, and its taking back.
PAIRS = 100
MAP_LOOK = "FROM sharding_mapversion"
LIKE = """
local pairs_ = {{{pairs}}}
local n = -1
request = function()
    n = n + 1
    local pair = pairs_[math.floor(n / 2) % #pairs_ + 1]
    local headers = {{
        ['Cookie'] = 'tintype_session=' .. pair[1] .. '; csrftoken={csrf}',
        ['X-CSRFToken'] = '{csrf}',
        ['HX-Request'] = 'true',
        ['Content-Type'] = 'application/x-www-form-urlencoded'
    }}
    return wrk.format('POST', '/p/' .. pair[2] .. '/like/', headers, 'liked=' .. (n + 1) % 2)
end
"""


def measure(site: Site, rounds: int, seconds: int) -> str:
    everyone = [(reader, post_id) for reader in site.readers for post_id in site.post_ids]
    pairs = random.Random(1).sample(everyone, PAIRS)
    lua = site.home / "like.lua"
    listed = ", ".join(f"{{'{reader.cookie}', '{post_id}'}}" for reader, post_id in pairs)
    lua.write_text(LIKE.format(pairs=listed, csrf=CSRF))
    scripts = [_pgbench_script(site, reader.id, post_id) for reader, post_id in pairs]
    statements = scripts[0].read_text().count(";")
    url = f"http://127.0.0.1:{site.topology.web.port}"
    requests_per_second(url, lua, 1)
    ways = _ways(site)
    results = []
    for _ in range(rounds):
        ours = requests_per_second(url, lua, seconds)
        wait_for_workers()
        results.append((ours, *(2 * transactions_per_second(way, "shard1", scripts, seconds) for way in ways.values())))
    title = f"Like, {site.topology.name}"
    limits = [f"{name}: the same SQL ({statements / 2:.0f} statements a like)" for name in ways]
    return table(title, "like: POST by a signed-in person, all middleware", limits, results)


def _ways(site: Site) -> dict[str, Postgres]:
    """By which pgbench reaches the server of shard1."""
    server = next(shard for shard in site.topology.shards if shard.name == "shard1").server
    direct = {"pgbench": server.primary.address}
    return {"pgbench through the same PgBouncer": server.pooler} | direct if server.pooler else direct


def _pgbench_script(site: Site, reader_id: int, post_id: int) -> Path:
    """What the server is sent for a like and its taking back; the database makes the ids, so it can be sent again."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    from tintype.photos.actions import like, unlike

    like(reader_id, post_id), unlike(reader_id, post_id)  # warms what is remembered
    with ExitStack() as stack:
        seen = {name: stack.enter_context(CaptureQueriesContext(connections[name])) for name in connections}
        like(reader_id, post_id)
        unlike(reader_id, post_id)
    sent = {name: [_one_line(query["sql"]) for query in queries.captured_queries] for name, queries in seen.items()}
    # Twice a second each process looks whether the shard map is still the newest.
    if any(MAP_LOOK not in statement for name in sent if name != "shard1" for statement in sent[name]):
        raise SystemExit("a like of this benchmark should touch one database only")
    script = site.home / f"like-{reader_id}-{post_id}.sql"
    script.write_text("".join(f"{statement};\n" for statement in sent["shard1"]))
    return script


def _one_line(statement: str | None) -> str:
    return " ".join((statement or "").split())
