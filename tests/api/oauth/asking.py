"""An app that asks Alice, by the steps that apps take."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client

from tests.api.client import Api, told
from tintype.testing.member import Member

YEAR = 365 * 24 * 60 * 60
AT_HOME = "https://app.example/back"
VERIFIER = "a-verifier-that-is-long-enough-for-everybody-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@dataclass
class App:
    client_id: str
    client_secret: str
    redirect_uri: str

    @property
    def secret(self) -> dict[str, str]:
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def question(self, scope: str = "read", **more: str) -> dict[str, str]:
        """The parameters of the page on which the person is asked."""
        asked = {"response_type": "code", "client_id": self.client_id, "redirect_uri": self.redirect_uri}
        return {**asked, "scope": scope, **more}

    def exchange(self, code: str, **more: str) -> dict[str, str]:
        grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri}
        return {**self.secret, **grant, **more}

    def code(self, person: Member, scope: str = "read", **more: str) -> str:
        """What comes back to the app when the person says yes."""
        return came_back(say(person.client, self.question(scope, **more), "yes"))["code"]

    def token(self, person: Member, scope: str = "read") -> dict[str, Any]:
        answer: dict[str, Any] = told(Api().post("/oauth/token", self.exchange(self.code(person, scope))))
        return answer


def an_app(redirect_uri: str = AT_HOME, scopes: str = "read write follow push", **more: str) -> App:
    sent = {"client_name": "Snaps", "redirect_uris": [redirect_uri], "scopes": scopes, **more}
    made = told(Api().post("/api/v1/apps", sent))
    return App(made["client_id"], made["client_secret"], redirect_uri)


def say(client: Client, question: dict[str, str], answer: str) -> Any:
    """The page's form, as the browser sends it."""
    return client.post("/oauth/authorize", {**question, "answer": answer})


def came_back(response: Any) -> dict[str, str]:
    """The parameters with which the browser was sent to the app."""
    assert response.status_code == 302, response.content[:500]
    return dict(parse_qsl(urlsplit(response["Location"]).query))


def ask(sent: Any, status: int = 200) -> dict[str, Any]:
    answer: dict[str, Any] = told(Api().post("/oauth/token", sent), status)
    return answer


def refusal(sent: Any, status: int = 400) -> str:
    answer = ask(sent, status)
    assert answer.keys() == {"error", "error_description"}
    assert answer["error_description"]
    return str(answer["error"])


def renewal(app: App, refresh_token: str) -> dict[str, str]:
    return {**app.secret, "grant_type": "refresh_token", "refresh_token": refresh_token}
