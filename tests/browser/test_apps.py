"""A person lets an app in: the browser follows the form to the app's own address, which the page's policy allows."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import PASSWORD

CODE = re.compile(r"^\w{20,}$")


class App(BaseHTTPRequestHandler):
    """Where the app is answered at."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"the app")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), App)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/back"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_person_signs_in_for_an_app_lets_it_in_and_puts_it_out_again(visit: Visit, address: str) -> None:
    anna = visit("anna")
    anna.watch.expect(urlsplit(address).netloc)
    app = {"client_name": "Snaps", "redirect_uris": address, "scopes": "read write", "website": "https://snaps.example"}
    made = anna.context.request.post("/api/v1/apps", data=app).json()
    question = {"response_type": "code", "client_id": made["client_id"], "redirect_uri": address, "scope": "read write"}
    anna.sign_out()
    anna.go(f"/oauth/authorize?{urlencode(question | {'state': 'a b'})}")
    anna.page.get_by_label("Name or e-mail").fill(anna.name)
    anna.page.get_by_label("Password").fill(PASSWORD)
    anna.button("Sign in").click()
    expect(anna.page.get_by_role("heading", name="Let Snaps act for you?")).to_be_visible()
    expect(anna.page.get_by_role("main")).to_contain_text(f"@{anna.name}")
    anna.screenshot("apps-let-in")
    anna.button("Let it in").click()
    anna.page.wait_for_url(f"{address}?**")
    came_back = parse_qs(urlsplit(anna.page.url).query)
    assert came_back["state"] == ["a b"]
    grant = {"grant_type": "authorization_code", "code": came_back["code"][0], "redirect_uri": address}
    secret = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    token = anna.context.request.post("/oauth/token", data=grant | secret).json()["access_token"]
    header = {"Authorization": f"Bearer {token}"}
    assert anna.context.request.get("/oauth/userinfo", headers=header).json()["preferred_username"] == anna.name
    anna.go("/settings/apps/")
    anna.screenshot("apps-settings")
    anna.button("Remove Snaps").click()
    expect(anna.page.get_by_text("None. An app asks you here")).to_be_visible()
    assert anna.context.request.get("/oauth/userinfo", headers=header).status == 401


def test_whoever_says_no_is_somebody_else_or_gets_a_code_by_hand(visit: Visit, address: str) -> None:
    anna = visit("anna")
    anna.watch.expect(urlsplit(address).netloc)
    by_hand = "urn:ietf:wg:oauth:2.0:oob"
    app = {"client_name": "Snaps", "redirect_uris": [address, by_hand], "scopes": "read"}
    made = anna.context.request.post("/api/v1/apps", data=app).json()
    question = {"response_type": "code", "client_id": made["client_id"], "redirect_uri": address}
    anna.go(f"/oauth/authorize?{urlencode(question)}")
    anna.button("No").click()
    anna.page.wait_for_url(f"{address}?error=access_denied**")
    anna.go(f"/oauth/authorize?{urlencode(question | {'redirect_uri': by_hand})}")
    anna.button("Let it in").click()
    expect(anna.page.get_by_label("The code")).to_have_value(CODE)
    anna.screenshot("apps-code")
    anna.go(f"/oauth/authorize?{urlencode(question)}")
    anna.button("I am somebody else").click()
    expect(anna.page.get_by_label("Name or e-mail")).to_be_visible()
