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
def test_a_short_run_prints_a_ratio_of_each_kind() -> None:
    command = [sys.executable, "-m", "benchmarks", "--rounds", "1", "--seconds", "1", "--port", str(free_port())]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TINTYPE_", "DJANGO_"))}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert re.findall(r"^## (.+)$", done.stdout, re.MULTILINE) == ["Home feed", "Like"]
    assert len(re.findall(r"^\| ratio \| \d+\.\d\d \|", done.stdout, re.MULTILINE)) == 2
