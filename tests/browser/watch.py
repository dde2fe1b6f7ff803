"""Watches a browser for what no page may do, whatever a test is about."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, WebError

# A page's own report of what its content security policy stopped; Chromium's console says it too, in words that vary.
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
})
"""


class Watch:
    """Complains of errors in the console or in scripts, violated policies, other hosts and unexpected questions."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.confirms = 0
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("dialog", self._dialog)
        context.on("request", self._request)

    def expect(self, words: str) -> None:
        """From now on, complaints that hold these words are part of the test."""
        self.expected.append(words)

    def confirm_next(self) -> None:
        """Say yes to one more question."""
        self.confirms += 1

    def check(self) -> None:
        assert self.complaints == [], self.complaints
        assert self.confirms == 0, "a question was expected and not asked"

    def _complain(self, what: str) -> None:
        if not any(words in what for words in self.expected):
            self.complaints.append(what)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complain(f"console: {message.text} ({message.location.get('url')})")

    def _error(self, error: WebError) -> None:
        self._complain(f"script: {error.error}")

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type == "confirm" and self.confirms:
            self.confirms -= 1
            dialog.accept()
        else:
            self._complain(f"dialog: {dialog.type} {dialog.message}")
            dialog.dismiss()

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        # Each machine of a park has a loopback address of its own.
        if address.scheme not in ("blob", "data") and not (address.hostname or "").startswith("127."):
            self._complain(f"another host: {request.url}")
