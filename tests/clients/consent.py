"""What a person does in the browser when an app sends them there: sign in, and say yes."""

from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup


def say_yes(address: str, username: str, password: str) -> str:
    """The code that the page shows at the end."""
    browser = requests.Session()
    page = browser.get(address, timeout=30)
    page = _send(browser, page, "login", {"login": username, "password": password})
    page = _send(browser, page, "authorize", {"answer": "yes"})
    code = BeautifulSoup(page.text, "html.parser").select_one("input.code")
    assert code is not None, page.text
    return str(code["value"])


def _send(browser: requests.Session, page: requests.Response, to: str, answers: dict[str, str]) -> requests.Response:
    """The form whose address has `to` in it, as a browser sends it."""
    assert page.ok, page.text
    forms = BeautifulSoup(page.text, "html.parser").find_all("form")
    form = next(one for one in forms if to in urljoin(page.url, str(one.get("action") or "")))
    fields = {
        str(field["name"]): str(field.get("value") or "") for field in form.find_all("input") if field.get("name")
    }
    target = urljoin(page.url, str(form.get("action") or ""))
    return browser.post(target, fields | answers, headers={"Referer": page.url}, timeout=30)
