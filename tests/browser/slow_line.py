"""A slow line, and what goes over it to the object store."""

from PIL import Image
from playwright.sync_api import FilePayload

from tests.browser.visitor import Visitor, file
from tests.photos.imaging.camera import encoded


class SlowLine:
    """Throttled by Chromium itself, as in its developer tools."""

    def __init__(self, visitor: Visitor, bytes_a_second: int) -> None:
        self.devtools = visitor.context.new_cdp_session(visitor.page)
        self.bytes_a_second = bytes_a_second
        self._set(offline=False)

    def cut(self) -> None:
        self._set(offline=True)

    def mend(self) -> None:
        self._set(offline=False)

    def become_fast(self) -> None:
        self.bytes_a_second = -1
        self._set(offline=False)

    def _set(self, *, offline: bool) -> None:
        speed = {"latency": 20, "downloadThroughput": -1, "uploadThroughput": self.bytes_a_second}
        self.devtools.send("Network.emulateNetworkConditions", {"offline": offline, **speed})


# Playwright knows no forms that hold files.
WATCH_FORMS = """
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (form) {
  const key = form instanceof FormData ? form.get("key") : null;
  if (key) {
    tellTest("tried", key);
    this.addEventListener("load", () => { if (this.status < 300) tellTest("taken", key); });
  }
  send.call(this, form);
};
"""


class Sent:
    """Keys of the forms that this visitor's pages, from the next one on, send to the object store."""

    def __init__(self, visitor: Visitor) -> None:
        self.tried: list[str] = []
        self.taken: list[str] = []
        visitor.page.expose_function("tellTest", lambda what, key: getattr(self, what).append(key))
        visitor.page.add_init_script(WATCH_FORMS)


def noise(name: str, parts: int) -> FilePayload:
    """A photo of so many parts of 1 MiB: no smaller file makes this of it."""
    side = {1: 700, 2: 1300, 3: 1650}[parts]
    return file(f"{name}.jpg", encoded(Image.effect_noise((side, side), 120).convert("RGB"), quality=95))
