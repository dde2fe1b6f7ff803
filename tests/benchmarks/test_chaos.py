"""What the table of `--part chaos` says of the requests that people made."""

from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from benchmarks.chaos.line import KeptLine, shape
from benchmarks.chaos.notes import SHOWN, SLOW_SECONDS, Note, Notes, outcome

KILLED_AT = 100.0


def seen(*notes: Note) -> Notes:
    made = Notes()
    for note in notes:
        made.add(note)
    return made


def test_what_was_under_way_when_the_part_died_counts_and_what_was_over_does_not() -> None:
    notes = seen(Note("GET /", 98, 99, "500"), Note("GET /", 99, 100.5, "502"), Note("GET /", 101, 101.1))
    found = outcome(notes, KILLED_AT)
    assert (found.requests, found.failed, found.errors) == (2, 1, Counter({"GET /: 502": 1}))
    assert found.normal_after_seconds == 0.5
    assert found.slowest_seconds == 1.5


def test_it_is_not_normal_while_answers_are_slow_and_a_post_that_waits_for_a_worker_is_no_answer() -> None:
    slow = Note("GET /", 103, 103 + SLOW_SECONDS + 1)
    waiting = Note(SHOWN, 101, 109)
    found = outcome(seen(slow, waiting, Note("GET /", 110, 110.1)), KILLED_AT)
    assert found.normal_after_seconds == pytest.approx(4 + SLOW_SECONDS)
    assert (found.requests, found.failed, found.shown_after_seconds) == (2, 0, 8)


def test_all_is_normal_where_nothing_was_bad() -> None:
    found = outcome(seen(Note("GET /", 101, 101.1, is_resent=True)), KILLED_AT)
    assert (found.failed, found.resent, found.normal_after_seconds) == (0, 1, 0)


def test_requests_of_a_kind_have_one_name() -> None:
    assert [shape(path) for path in ("/p/81293/like/", "/@anna/?before=3", "/api/v1/x?limit=20")] == [
        "/p/N/like/",
        "/@NAME/",
        "/api/v1/x",
    ]


class Dying(BaseHTTPRequestHandler):
    """Answers the first request of a connection, and is gone at the second."""

    protocol_version = "HTTP/1.1"
    answered = 0

    def do_GET(self) -> None:
        if self.answered or self.path == "/never":
            self.close_connection = True
            return
        self.answered += 1
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Nothing to standard error."""


def test_a_kept_connection_that_is_cut_off_is_no_failure_and_a_fresh_one_is() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Dying) as server:
        Thread(target=server.serve_forever).start()
        notes = Notes()
        line = KeptLine("127.0.0.1", server.server_address[1], notes)
        assert [line.ask("GET", "/", b"", {}).text for _ in range(2)] == ["ok", "ok"]
        fresh = KeptLine("127.0.0.1", server.server_address[1], notes)
        with pytest.raises(ConnectionError):
            fresh.ask("GET", "/never", b"", {})
        server.shutdown()
    assert [(bool(note.error), note.is_resent) for note in notes.since(0)] == [
        (False, False),
        (False, True),
        (True, False),
    ]
