"""toot, a client for the command line: driven by its commands, and where it has none by what its screens call."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toot import App, User, api

from tests.clients.consent import say_yes
from tests.clients.phone import AT_ONCE, Seen, seen

COMMAND = Path(os.environ.get("VIRTUAL_ENV", ".venv")) / "bin" / "toot"


class Toot:
    def __init__(self, url: str, name: str, password: str, home: Path) -> None:
        self.name = name
        self.environment = {**os.environ, "XDG_CONFIG_HOME": str(home)}
        self._log_in(url, password)
        kept = json.loads((home / "toot" / "config.json").read_text())
        self.app, self.user = (
            kind(**next(iter(kept[name].values()))) for kind, name in ((App, "apps"), (User, "users"))
        )

    def _log_in(self, url: str, password: str) -> None:
        command = [str(COMMAND), "login", "--instance", url]
        with subprocess.Popen(
            command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as toot:
            assert toot.stdin is not None
            assert toot.stdout is not None
            page = next(line.strip() for line in toot.stdout if line.startswith("http"))
            _, errors = toot.communicate(f"n\n{say_yes(page, self.name, password)}\n", timeout=60)
        assert toot.returncode == 0, errors

    def _run(self, *arguments: str) -> Any:
        command = [str(COMMAND), *arguments, "--json"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        # It says first what it uploads.
        return json.loads(re.sub(r"\A[^\[{]*", "", done.stdout))

    def _all(self, pages: Iterator[Any]) -> list[Seen]:
        return [seen(status) for page in pages for status in page]

    def post(self, caption: str, photo: Path, alt: str) -> str:
        return str(self._run("post", caption, "--media", str(photo), "--description", alt)["id"])

    def home(self) -> list[Seen]:
        return self._all(api.home_timeline_generator(self.app, self.user, limit=AT_ONCE))

    def public(self) -> list[Seen]:
        return self._all(api.public_timeline_generator(self.app, self.user, limit=AT_ONCE))

    def hashtag(self, tag: str) -> list[Seen]:
        return self._all(api.tag_timeline_generator(self.app, self.user, tag, limit=AT_ONCE))

    def posts_of(self, name: str) -> list[Seen]:
        return self._all(api.account_timeline_generator(self.app, self.user, name, limit=AT_ONCE))

    def follow(self, name: str) -> None:
        self._run("follow", name)

    def favourite(self, post_id: str) -> None:
        self._run("favourite", post_id)

    def comment(self, post_id: str, text: str) -> str:
        return str(self._run("post", text, "--reply-to", post_id)["id"])

    def comments(self, post_id: str) -> list[Seen]:
        return [seen(status) for status in self._run("thread", post_id)["descendants"]]

    def search(self, words: str) -> list[str]:
        return [account["acct"] for account in self._run("search", words)["accounts"]]

    def told(self) -> list[tuple[str, str]]:
        notes = api.get_notifications(self.app, self.user).json()
        return [(note["type"], note["account"]["acct"]) for note in notes]

    def edit(self, post_id: str, caption: str) -> None:
        api.edit_status(self.app, self.user, post_id, caption)

    def delete(self, post_id: str) -> None:
        self._run("delete", post_id)
