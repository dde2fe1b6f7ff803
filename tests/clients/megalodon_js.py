"""megalodon, a library of Node on which apps for several networks stand."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.clients.consent import say_yes
from tests.clients.phone import AT_ONCE, Seen, seen

SCRIPT = Path(__file__).with_name("megalodon.mjs")
SCOPES = ["read", "write", "follow"]


class Megalodon:
    def __init__(self, url: str, name: str, password: str, home: Path) -> None:
        self.name = name
        self.node = subprocess.Popen(
            ["node", str(SCRIPT), url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=home
        )
        page = self.ask("register", SCOPES)["page"]
        self.ask("logIn", say_yes(page, name, password))

    def close(self) -> None:
        """The script ends with its input."""
        self.node.communicate(timeout=30)

    def ask(self, name: str, *arguments: Any) -> Any:
        assert self.node.stdin is not None
        assert self.node.stdout is not None
        self.node.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.node.stdin.flush()
        answer = json.loads(self.node.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["data"]

    def _all(self, name: str, *arguments: Any) -> list[Seen]:
        """By `max_id`, as apps on megalodon turn pages."""
        found: list[Seen] = []
        while True:
            options = {"limit": AT_ONCE} | ({"max_id": found[-1].id} if found else {})
            page = [seen(status) for status in self.ask(name, *arguments, options)]
            if not page:
                return found
            found += page

    def _id_of(self, name: str) -> str:
        return str(self.ask("lookupAccount", name)["id"])

    def post(self, caption: str, photo: Path, alt: str) -> str:
        media = self.ask("upload", str(photo), alt)
        return str(self.ask("postStatus", caption, {"media_ids": [media["id"]]})["id"])

    def home(self) -> list[Seen]:
        return self._all("getHomeTimeline")

    def public(self) -> list[Seen]:
        return self._all("getPublicTimeline")

    def hashtag(self, tag: str) -> list[Seen]:
        return self._all("getTagTimeline", tag)

    def posts_of(self, name: str) -> list[Seen]:
        return self._all("getAccountStatuses", self._id_of(name))

    def follow(self, name: str) -> None:
        self.ask("followAccount", self._id_of(name))

    def favourite(self, post_id: str) -> None:
        self.ask("favouriteStatus", post_id)

    def comment(self, post_id: str, text: str) -> str:
        return str(self.ask("postStatus", text, {"in_reply_to_id": post_id})["id"])

    def comments(self, post_id: str) -> list[Seen]:
        return [seen(status) for status in self.ask("getStatusContext", post_id)["descendants"]]

    def search(self, words: str) -> list[str]:
        return [account["acct"] for account in self.ask("search", words)["accounts"]]

    def told(self) -> list[tuple[str, str]]:
        return [(note["type"], note["account"]["acct"]) for note in self.ask("getNotifications")]

    def edit(self, post_id: str, caption: str) -> None:
        self.ask("editStatus", post_id, {"status": caption})

    def delete(self, post_id: str) -> None:
        self.ask("deleteStatus", post_id)
