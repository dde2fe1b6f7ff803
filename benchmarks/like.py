"""A like through HTTP against the same SQL sent by pgbench."""

import random
import re
import subprocess
from pathlib import Path

from benchmarks.home_feed import CSRF
from benchmarks.load import CONNECTIONS, requests_per_second
from benchmarks.report import table
from benchmarks.site import Site
from tintype.cluster.wheels import postgres_bin

# pgbench takes up to 128 scripts; each is one reader's like of one post, and its taking back.
PAIRS = 100
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
    results = [(requests_per_second(url, lua, seconds), 2 * _pgbench(site, scripts, seconds)) for _ in range(rounds)]
    limit = f"pgbench: the same SQL ({statements / 2:.0f} statements a like)"
    return table("Like", "like: POST by a signed-in person, all middleware", limit, results)


def _pgbench_script(site: Site, reader_id: int, post_id: int) -> Path:
    """What the server is sent for a like and its taking back; the database makes the ids, so it can be sent again."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    from tintype.photos.actions import like, unlike

    elsewhere = CaptureQueriesContext(connections["shard2"]), CaptureQueriesContext(connections["default"])
    like(reader_id, post_id), unlike(reader_id, post_id)  # warms what is remembered
    with elsewhere[0], elsewhere[1], CaptureQueriesContext(connections["shard1"]) as captured:
        like(reader_id, post_id)
        unlike(reader_id, post_id)
    if len(elsewhere[0]) or len(elsewhere[1]):
        raise SystemExit("a like of this benchmark should touch one database only")
    script = site.home / f"like-{reader_id}-{post_id}.sql"
    script.write_text("".join(f"{_one_line(query['sql'])};\n" for query in captured.captured_queries))
    return script


def _one_line(statement: str | None) -> str:
    return " ".join((statement or "").split())


def _pgbench(site: Site, scripts: list[Path], seconds: int) -> float:
    server = site.topology.directory.server.primary.address
    files = [word for script in scripts for word in ("-f", str(script))]
    command = [
        *(str(postgres_bin() / "pgbench"), "-n", "-c", str(CONNECTIONS), "-j", "1", "-T", str(seconds)),
        *("-h", server.host, "-p", str(server.port), "-U", server.user, *files, "shard1"),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        raise SystemExit(f"pgbench failed: {done.stderr[-2000:]}\n{scripts[0].read_text()}")
    return float(found[1])
