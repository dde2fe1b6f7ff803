"""Mastodon.py, the library that most scripts and bots are written with."""

import time
from pathlib import Path
from typing import Any

from mastodon import Mastodon

from tests.clients.consent import say_yes
from tests.clients.phone import AT_ONCE, Seen, seen

SCOPES = ["read", "write", "follow", "push"]
READY_SECONDS = 60
PAUSE_SECONDS = 0.2


class MastodonPy:
    def __init__(self, url: str, name: str, password: str, home: Path) -> None:
        self.name = name
        kept = home / "app"
        Mastodon.create_app("Mastodon.py", api_base_url=url, scopes=SCOPES, to_file=kept)
        self.api = Mastodon(client_id=kept, ratelimit_method="throw")
        page = self.api.auth_request_url(scopes=SCOPES, allow_http=True)
        self.api.log_in(code=say_yes(page, name, password), scopes=SCOPES, allow_http=True)

    def _all(self, first: Any) -> list[Seen]:
        return [seen(status) for status in self.api.fetch_remaining(first)]

    def _id_of(self, name: str) -> Any:
        return self.api.account_lookup(name).id

    def post(self, caption: str, photo: Path, alt: str) -> str:
        media = self.api.media_post(photo, description=alt)
        # As with its `synchronous=True`, which sleeps five seconds after every look, also after the last one.
        end = time.monotonic() + READY_SECONDS
        while not media.url:
            assert time.monotonic() < end, media
            time.sleep(PAUSE_SECONDS)
            media = self.api.media(media)
        return str(self.api.status_post(caption, media_ids=[media], idempotency_key=caption).id)

    def home(self) -> list[Seen]:
        return self._all(self.api.timeline_home(limit=AT_ONCE))

    def public(self) -> list[Seen]:
        return self._all(self.api.timeline_public(limit=AT_ONCE))

    def hashtag(self, tag: str) -> list[Seen]:
        return self._all(self.api.timeline_hashtag(tag, limit=AT_ONCE))

    def posts_of(self, name: str) -> list[Seen]:
        return self._all(self.api.account_statuses(self._id_of(name), limit=AT_ONCE))

    def follow(self, name: str) -> None:
        self.api.account_follow(self._id_of(name))

    def favourite(self, post_id: str) -> None:
        self.api.status_favourite(post_id)

    def comment(self, post_id: str, text: str) -> str:
        return str(self.api.status_post(text, in_reply_to_id=post_id).id)

    def comments(self, post_id: str) -> list[Seen]:
        return [seen(status) for status in self.api.status_context(post_id).descendants]

    def search(self, words: str) -> list[str]:
        return [account.acct for account in self.api.search(words).accounts]

    def told(self) -> list[tuple[str, str]]:
        return [(note.type, note.account.acct) for note in self.api.notifications()]

    def edit(self, post_id: str, caption: str) -> None:
        self.api.status_update(post_id, status=caption)

    def delete(self, post_id: str) -> None:
        self.api.status_delete(post_id)
