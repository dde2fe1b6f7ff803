"""Sends photos as the compose page does, several at once, and waits until the posts are there for everybody."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import urllib3

from benchmarks.site import Reader

CSRF = "b" * 32
# As many as somebody's page sends at once, with two people at it.
AT_ONCE = 8
PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Sender:
    url: str
    reader: Reader
    pool: urllib3.PoolManager

    def upload(self, data: bytes) -> int:
        """The id of the photo to be."""
        started = self._post("/uploads/", json={"type": "image/jpeg", "size": len(data)})
        for part in started["parts"]:
            fields = {**part["fields"], "file": ("photo.jpg", data[part["start"] : part["end"]])}
            answer = self.pool.request("POST", f"{self.url}{started['url']}", fields=fields)
            _check(answer)
        photo_id = int(started["photo_id"])
        self._post(f"/uploads/{photo_id}/")
        return photo_id

    def publish(self, photo_id: int) -> None:
        fields = {
            "photo_ids": str(photo_id),
            "alts": "A photo of the benchmark",
            "recipes": "{}",
            "caption": "As it came #benchmark",
            "visibility": "public",
            "idempotency_key": str(uuid.uuid4()),
        }
        self._post("/posts/", fields=fields, encode_multipart=False)

    def ended(self, photo_id: int) -> str:
        """The state in which its processing ended."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            state = self._ask("GET", f"/uploads/{photo_id}/")["state"]
            if state in {"ready", "refused"}:
                return str(state)
            time.sleep(0.05)
        raise SystemExit(f"a photo was not done after {PATIENCE_SECONDS} seconds")

    def _post(self, path: str, **options: Any) -> Any:
        return self._ask("POST", path, **options)

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        headers = {
            "Cookie": f"tintype_session={self.reader.cookie}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Accept": "application/json",
        }
        if "json" in options:
            headers["Content-Type"] = "application/json"
            options = {"body": json.dumps(options["json"])}
        return json.loads(_check(self.pool.request(method, self.url + path, headers=headers, **options)).data)


def _check(answer: urllib3.BaseHTTPResponse) -> urllib3.BaseHTTPResponse:
    if answer.status >= 300:
        raise SystemExit(f"{answer.status}: {answer.data[:300]!r}")
    return answer


def photos_per_second(sender: Sender, photos: list[bytes]) -> float:
    """From the first request until each photo is in a post that everybody may see."""
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        ids = list(threads.map(lambda data: _send(sender, data), photos))
    _wait_until_public(ids)
    return len(photos) / (time.monotonic() - began)


def _send(sender: Sender, data: bytes) -> int:
    photo_id = sender.upload(data)
    sender.publish(photo_id)
    return photo_id


def _wait_until_public(ids: list[int]) -> None:
    """Asked of the database, as asking for each photo by HTTP would be a load of its own."""
    from tintype.photos.models import Photo
    from tintype.sharding.scope import on_shard_of_id

    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with on_shard_of_id(ids[0]):
            if Photo.objects.filter(id__in=ids, state=Photo.State.READY, post__is_ready=True).count() == len(ids):
                return
        time.sleep(0.05)
    raise SystemExit(f"the photos were not done after {PATIENCE_SECONDS} seconds")
