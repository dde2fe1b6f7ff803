"""A person over plain HTTP. What is not answered with a success is not acknowledged, and raises NotAcknowledged."""

import json
import re
import time
from http import HTTPStatus
from http.client import HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin

import urllib3

from tests.crash.line import Line

PASSWORD = "one lamp two herons"
READY_SECONDS = 40
PAUSE_SECONDS = 0.1
# Come again: said by the site, or by a balancer whose server is gone.
AWAY = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}


class NotAcknowledged(Exception):
    """Refused connection, broken line, or an answer that says that it did not work."""


class Surprise(Exception):
    """An answer that no crash excuses."""


class Client:
    def __init__(self, port: int, name: str, line: Line | None = None) -> None:
        self.port, self.name = port, name
        self.line = line or Line("127.0.0.1", port)
        self.id = 0
        self._cookies: dict[str, str] = {}

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _send(self, method: str, path: str, body: bytes, content_type: str, accept: str) -> tuple[int, str, str]:
        """Status, place of a redirect, text."""
        headers = {"Cookie": self.cookie_header, "Accept": accept}
        headers |= {"X-CSRFToken": self._cookies.get("csrftoken", ""), "Content-Type": content_type}
        try:
            answer = self.line.ask(method, path, body, headers)
        except (OSError, HTTPException) as error:
            raise NotAcknowledged(repr(error)) from error
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        if answer.status in AWAY:
            raise NotAcknowledged(str(answer.status))
        if answer.status >= 400:
            raise Surprise(f"{method} {path}: {answer.status} {answer.text[:400]}")
        place = answer.headers.get("Location", "")
        if place.startswith("/account/login/"):
            raise Surprise(f"{method} {path}: {self.name} is signed out")
        return answer.status, place, answer.text

    def get(self, path: str) -> str:
        return self._send("GET", path, b"", "text/plain", "text/html")[2]

    def _form(self, path: str, fields: dict[str, str], accept: str = "text/html") -> tuple[int, str, str]:
        body = urlencode(fields).encode()
        return self._send("POST", path, body, "application/x-www-form-urlencoded", accept)

    def _json(self, method: str, path: str, value: dict[str, Any] | None = None) -> dict[str, Any]:
        body = json.dumps(value).encode() if value else b""
        answer: dict[str, Any] = json.loads(self._send(method, path, body, "application/json", "application/json")[2])
        return answer

    def sign_up(self) -> None:
        self.get("/account/signup/")
        fields = {"username": self.name, "email": f"{self.name}@example.org", "password1": PASSWORD}
        if self._form("/account/signup/", fields)[0] != 302:
            raise Surprise(f"{self.name} could not sign up")

    def sign_in(self) -> None:
        self._cookies.clear()
        form = self.get("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        fields = {"login": self.name, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
        if self._form("/account/login/", fields)[0] != 302:
            raise Surprise(f"{self.name} could not sign in")

    def bring_up(self, photo: bytes) -> int:
        """The id of a photo whose bytes the server says it has."""
        offer = self._json("POST", "/uploads/", {"type": "image/jpeg", "size": len(photo)})
        for part in offer["parts"]:
            self._store(offer["url"], part["fields"], photo[part["start"] : part["end"]])
        self._json("POST", f"/uploads/{offer['photo_id']}/")
        return int(offer["photo_id"])

    def _store(self, url: str, fields: dict[str, str], part: bytes) -> None:
        """Under our own address, or an S3's."""
        address = urljoin(f"http://{self.line.host}:{self.port}/", url)
        try:
            answer = self.line.bring(address, fields, part)
        except urllib3.exceptions.HTTPError as error:
            raise NotAcknowledged(f"POST {address}: {error!r}") from error
        if answer.status in AWAY:
            raise NotAcknowledged(str(answer.status))
        # 409: it came the first time, but the answer did not.
        if answer.status >= 400 and answer.status != 409:
            raise Surprise(f"POST {address}: {answer.status} {answer.data.decode()[:400]}")

    def state(self, photo_id: int) -> str:
        return str(self._json("GET", f"/uploads/{photo_id}/")["state"])

    def wait_until_ready(self, photo_id: int) -> None:
        end = time.monotonic() + READY_SECONDS
        while (state := self.state(photo_id)) != "ready":
            if state == "refused" or time.monotonic() > end:
                raise Surprise(f"photo {photo_id} is {state}")
            time.sleep(PAUSE_SECONDS)

    def wait_until_shown(self, post_id: int) -> None:
        """Until the others see a post of one's own."""
        end = time.monotonic() + READY_SECONDS
        while "Getting ready" in self.get(f"/p/{post_id}/"):
            if time.monotonic() > end:
                raise Surprise(f"post {post_id} is not ready")
            time.sleep(PAUSE_SECONDS)

    def publish(self, photo_id: int, caption: str, key: str, visibility: str = "public") -> int:
        """The id of the post."""
        fields = {"photo_ids": str(photo_id), "caption": caption, "visibility": visibility, "idempotency_key": key}
        url = json.loads(self._form("/posts/", fields, accept="application/json")[2])["url"]
        return int(url.strip("/").split("/")[1])

    def like(self, post_id: int) -> None:
        self._form(f"/p/{post_id}/like/", {"liked": "1"})

    def comment(self, post_id: int, text: str, key: str) -> int:
        """The id of the comment."""
        place = self._form(f"/p/{post_id}/comments/", {"text": text, "idempotency_key": key})[1]
        return int(place.rsplit("#c", 1)[1])

    def delete(self, post_id: int) -> None:
        self._form(f"/p/{post_id}/delete/", {})

    def follow(self, name: str) -> None:
        self._form(f"/@{name}/follow/", {"follow": "1"})

    def feed(self) -> list[int]:
        """Every post of the home feed, page after page."""
        found: list[int] = []
        page = self.get("/")
        while posts := [int(number) for number in re.findall(r'<article class="card" id="p(\d+)"', page)]:
            found += posts
            if f"/?before={posts[-1]}" not in page:
                break
            page = self.get(f"/?before={posts[-1]}")
        return found
