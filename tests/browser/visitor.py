"""A person at a browser, who finds things by what is written on them."""

import re
import secrets
from pathlib import Path

from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from tests.browser.watch import Watch

PASSWORD = "one lamp two herons"
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
# A photo takes about a second to get ready; on a busy machine, several.
READY_MS = 30_000


def file(name: str, data: bytes, content_type: str = "image/jpeg") -> FilePayload:
    return FilePayload(name=name, mimeType=content_type, buffer=data)


class Visitor:
    def __init__(self, context: BrowserContext, name: str) -> None:
        self.name = f"{name}_{secrets.token_hex(3)}"
        self.context = context
        self.watch = Watch(context)
        self.page: Page = context.new_page()

    def go(self, path: str) -> int:
        response = self.page.goto(path)
        return response.status if response else 0

    def tab(self, label: str) -> Locator:
        return self.page.get_by_role("navigation", name="Main").get_by_role("link", name=label)

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)

    def sign_up(self) -> None:
        """Through the page, as everybody does."""
        self.go("/")
        self.page.get_by_role("main").get_by_role("link", name="Create an account").click()
        self.page.get_by_label("Name", exact=True).fill(self.name)
        self.page.get_by_label("E-mail").fill(f"{self.name}@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.button("Sign up").click()
        expect(self.tab("Home")).to_be_visible()

    def arrive(self) -> None:
        """Sign up without looking: for tests that are about something else."""
        form = self.context.request.get("/account/signup/")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text())
        assert found is not None
        fields: dict[str, str | float | bool] = {
            "username": self.name,
            "email": f"{self.name}@example.org",
            "password1": PASSWORD,
        }
        answer = self.context.request.post("/account/signup/", form=fields | {"csrfmiddlewaretoken": found[1]})
        assert answer.url.endswith("/"), answer.text()

    def sign_in(self) -> None:
        self.go("/account/login/")
        self.page.get_by_label("Name or e-mail").fill(self.name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.button("Sign in").click()
        expect(self.tab("Home")).to_be_visible()

    def sign_out(self) -> None:
        self.go("/settings/")
        self.button("Sign out").click()
        expect(self.page.get_by_role("link", name="Sign in").first).to_be_visible()

    def choose(self, *files: FilePayload) -> None:
        """Open the page for a new post and choose files."""
        self.go("/")
        self.tab("New post").click()
        expect(self.page.get_by_role("heading", name="New post")).to_be_visible()
        self.add(*files)

    def add(self, *files: FilePayload) -> None:
        self.page.locator("#files").set_input_files(files)

    def picked(self, number: int) -> Locator:
        return self.page.get_by_role("list", name="Your photos").get_by_role("listitem").nth(number)

    def describe(self, number: int, words: str) -> None:
        self.page.get_by_label(f"Description of photo {number}").fill(words)

    def wait_until_ready(self) -> None:
        """All chosen photos, which need not be for them to be posted."""
        expect(self.page.locator("#picked > li:not(.ready)")).to_have_count(0, timeout=READY_MS)

    def publish(self) -> int:
        """Wait for the photos, post them, and return the post's id."""
        self.wait_until_ready()
        return self.post_now()

    def post_now(self) -> int:
        """However the photos stand: the page waits for their bytes."""
        self.button("Post").click()
        self.page.wait_for_url(re.compile(r"/p/\d+/$"), timeout=READY_MS)
        return int(self.page.url.rstrip("/").rsplit("/", 1)[1])

    def post(self, *files: FilePayload, caption: str = "", visibility: str = "Everyone") -> int:
        self.choose(*files)
        self.page.get_by_role("textbox", name="Caption").fill(caption)
        # "Everyone" stands before "Everyone, unlisted".
        self.page.get_by_role("group", name="Who may see it").get_by_text(visibility).first.click()
        return self.publish()

    def follow(self, other: "Visitor") -> None:
        self.go(f"/@{other.name}/")
        self.button(f"Follow {other.name}").click()

    def until(self, path: str, words: str) -> None:
        """Load the page until what a task had to bring is there."""
        for _ in range(40):
            self.go(path)
            if words in self.page.get_by_role("main").inner_text():
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"{words!r} did not come to {path}")

    def card(self, words: str) -> Locator:
        """The post in the home feed that has these words in its caption."""
        return self.page.get_by_role("article").filter(has_text=words)

    def screenshot(self, name: str, *, full: bool = False) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full, scale="css")
