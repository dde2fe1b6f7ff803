"""A park on hosts, steered as a person does it: by `tintype deploy` from a checkout, over SSH."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hosts.rig import Rig, why_not
from tintype.cluster.deploy.park import read_park
from tintype.cluster.deploy.source import make_source

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
DEPLOY_SECONDS = 900
# What a new version answers where this one says OK.
CHANGED = "OK, {}"
# As an expansion is: a column more, which the version before does not know.
MIGRATION = """from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("graph", "{last}")]
    sql = "ALTER TABLE graph_follow ADD COLUMN {name} boolean NULL"
    operations = [migrations.RunSQL(sql, hints={{"model_name": "follow"}})]
"""
ASK = """import sys, urllib.request
for url in sys.argv[1:]:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Host": "localhost"}), timeout=10) as answer:
        print(answer.read().decode())
"""
PYTHON = "import sys; print('%d.%d' % sys.version_info[:2])"


def why_not_here() -> str:
    """What this machine lacks for a park on hosts: packages are brought for the Python that runs the tests."""
    if reason := why_not():
        return reason
    asked = ["/usr/bin/python3", "-c", PYTHON]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    return "" if found == wanted else f"the hosts' Python is {found or 'missing'}, and the packages are for {wanted}"


@dataclass(frozen=True)
class Said:
    code: int
    lines: list[str]
    seconds: float

    def __str__(self) -> str:
        return "\n".join([*self.lines, f"exit code {self.code}"])


class Steered:
    def __init__(self, rig: Rig, topology: str) -> None:
        """`topology` is the text of its file but for the machines."""
        self.rig = rig
        self.checkout = rig.directory / "checkout"
        self.topology = rig.directory / "park.toml"
        machines = "".join(f'{host.name} = "{host.address}"\n' for host in rig.hosts.values())
        self.topology.write_text(f"{topology}\n[machines]\n{machines}")
        _git(REPOSITORY, "clone", "-q", str(REPOSITORY), str(self.checkout))
        # The hosts' network leads nowhere else, so what is to be brought there is fetched before.
        make_source(read_park(str(self.topology)), self.checkout, "HEAD")

    def address(self, machine: str) -> str:
        return self.rig.hosts[machine].address

    def deploy(self, *words: str, hears: Callable[[str], object] = str) -> Said:
        """`hears` is told each line when it is said."""
        options: list[str | Path] = [
            "--topology",
            self.topology,
            "--known-hosts",
            self.rig.known_hosts,
            "--identity",
            self.rig.key,
        ]
        command = self.rig.inside(sys.executable, "-m", "tintype.cli", "deploy", *options, *words)
        started, lines = time.monotonic(), []
        process = subprocess.Popen(
            command,
            cwd=self.checkout,
            env={**os.environ, "PYTHONPATH": str(self.checkout), "TINTYPE_HOME": str(self.rig.directory / "nobody")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                hears(lines[-1])
        except BaseException:  # a limit of the test's own
            process.kill()
            raise
        return Said(process.wait(DEPLOY_SECONDS), lines, time.monotonic() - started)

    def change(self, name: str) -> None:
        """A commit: another answer of every app server, and a column more."""
        health = self.checkout / "tintype" / "web" / "health.py"
        text = health.read_text()
        start = text.index('HttpResponse("OK') + len('HttpResponse("')
        health.write_text(text[:start] + CHANGED.format(name) + text[text.index('"', start) :])
        migrations = self.checkout / "tintype" / "graph" / "migrations"
        last = max(path.stem for path in migrations.glob("0*.py"))
        number = int(last.split("_")[0]) + 1
        (migrations / f"{number:04}_{name}.py").write_text(MIGRATION.format(last=last, name=name))
        _git(self.checkout, "add", "tintype")
        author = ["-c", "user.name=Anna", "-c", "user.email=anna@example.org"]
        _git(self.checkout, *author, "commit", "-q", "-m", name)

    def app_servers(self) -> list[str]:
        """What each answers at its own address."""
        apps = read_park(str(self.topology)).topology.apps
        return self.ask(*(f"http://{app.host}:{app.port}/health" for app in apps))

    def ask(self, *urls: str) -> list[str]:
        return self.rig.run(sys.executable, "-c", ASK, *urls).stdout.splitlines()


def _git(where: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(where), *words], check=True)
