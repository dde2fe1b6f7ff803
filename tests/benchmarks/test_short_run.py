"""The benchmarks run; what they measure on a busy machine is not looked at."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster.real import free_port

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)  # a whole site is started, on a machine that runs other tests
@pytest.mark.parametrize(
    ("part", "ratios"),
    [
        ("embedded", {"Home feed": 1, "Ids, one a statement": 1, "Ids, 1,000 a statement": 1, "Like, embedded": 1}),
        ("sharded", {"Like, sharded": 2}),
        ("photos", {"Photos, 1080 pixels wide": 1, "Photos, 12 megapixels": 1}),
        ("owners", {"Owner map, 20,000 posts": 0, "Owner map, lookups": 2}),
    ],
)
def test_a_short_run_prints_the_ratios_to_each_limit(part: str, ratios: dict[str, int]) -> None:
    words = ["--rounds", "1", "--seconds", "1", "--posts", "20000", "--port", str(free_port()), "--part", part]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TINTYPE_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert {title: text.count("\n| ratio to ") for title, text in _tables(done.stdout)} == ratios


def _tables(output: str) -> list[tuple[str, str]]:
    found = re.split(r"^## (.+)$", output, flags=re.MULTILINE)[1:]
    return list(zip(found[::2], found[1::2], strict=True))
