"""What nginx answers by itself, and what it says when no app server does."""

import gzip
import json

import pytest

from tests.front.conftest import Park

HASHED = "static/tintype/app.0123456789ab.css"


@pytest.fixture
def static(front: Park) -> None:
    for name, text in {HASHED: "body{}" * 500, "static/tintype/app.css": "a{}"}.items():
        path = front.home.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(text.encode()))


@pytest.mark.parametrize(
    "path",
    [
        "/wp-login.php",
        "/.env",
        "/.git/config",
        "/blog/xmlrpc.php",
        "/phpmyadmin/",
        "/cgi-bin/x",
        "/a/b.ASPX",
        "/db.sql",
    ],
)
def test_programs_that_look_for_holes_reach_no_app_server(front: Park, path: str) -> None:
    answer = front.ask(path)
    assert (answer.status, answer.body) == (404, b"There is nothing here.\n")


@pytest.mark.parametrize(
    "path",
    ["/", "/@wp_admin/", "/t/php/", "/p/1/", "/.well-known/nodeinfo", "/media/photos/1/x.jpg", "/api/v1/a.php"],
)
def test_what_may_be_an_address_of_the_site_reaches_one(front: Park, path: str) -> None:
    assert front.ask(path).told["path"] == path


def test_a_static_file_is_compressed_and_kept_for_ever(front: Park, static: None) -> None:
    answer = front.ask(f"/{HASHED}", Accept_Encoding="gzip")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=315360000, immutable"
    assert (answer.headers["Content-Encoding"], gzip.decompress(answer.body)) == ("gzip", b"body{}" * 500)
    assert front.ask(f"/{HASHED}").body == b"body{}" * 500


def test_a_file_without_a_hash_is_kept_for_a_minute(front: Park, static: None) -> None:
    assert front.ask("/static/tintype/app.css").headers["Cache-Control"] == "public, max-age=60"


def test_a_file_of_the_other_version_comes_from_an_app_server(front: Park, static: None) -> None:
    other = "/static/tintype/app.ba9876543210.css"
    assert front.ask(other).told["path"] == other


def test_the_file_that_says_what_was_collected_is_not_shown(front: Park, static: None) -> None:
    (front.home.path / "static" / ".collected").write_text("x")
    assert front.ask("/static/.collected").status == 404


def test_no_app_server_is_left(front: Park, static: None) -> None:
    # Each nginx has its own.
    assert {front.ask(path).status for path in ("/robots.txt", "/favicon.ico") for _ in range(20)} == {200}
    for app in front.topology.apps:
        front.kill(app.name)
    for app in front.topology.apps:
        front.wait_until(app.name, "down")
    _is_away(front)
    # Robots and scanners are answered all the same.
    assert [front.ask(path).status for path in ("/robots.txt", "/favicon.ico", "/x.php", f"/{HASHED}")] == [
        200,
        200,
        404,
        200,
    ]
    for app in front.topology.apps:
        front.start(app.name)
        front.wait_until(app.name, "up")
    assert front.ask("/p/1/").status == 200


def _is_away(front: Park) -> None:
    page, form, part, said = (
        front.ask("/p/1/"),
        front.ask("/posts/", "POST", b"x=1"),
        front.ask("/p/1/like/", "POST", b"x=1", HX_Request="true"),
        front.ask("/api/v1/timelines/home"),
    )
    assert {answer.status for answer in (page, form, part, said)} == {503}
    assert {answer.headers["Retry-After"] for answer in (page, form, part, said)} == {"5"}
    assert {answer.headers["Cache-Control"] for answer in (page, form, part, said)} == {"no-store"}
    assert b"<h1>Back in a moment</h1>" in page.body
    assert page.body == form.body
    assert part.body.startswith(b"The site is away for a moment.")
    assert "away for a moment" in json.loads(said.body)["error"]


def test_closed_on_demand(front: Park, static: None) -> None:
    closed = front.home.path / "maintenance"
    closed.touch()
    try:
        _is_away(front)
        assert [front.ask(path).status for path in ("/healthz", f"/{HASHED}")] == [200, 200]
    finally:
        closed.unlink()
    assert front.ask("/p/1/").status == 200


def test_no_nginx_is_left(front: Park) -> None:
    for server in front.front.servers:
        front.kill(server.name)
    for server in front.front.servers:
        front.wait_until(server.name, "down")
    page, said = front.ask("/p/1/"), front.ask("/api/v1/timelines/home")
    assert (page.status, said.status) == (503, 503)
    assert b"<h1>Back in a moment</h1>" in page.body
    assert "away for a moment" in json.loads(said.body)["error"]
    for server in front.front.servers:
        front.start(server.name)
        front.wait_until(server.name, "up")
    assert front.ask("/p/1/").status == 200


def test_an_app_servers_own_refusal_is_passed_on(front: Park) -> None:
    assert [front.ask(f"/p/1/?status={status}").told["path"] for status in (404, 500, 502, 503)] == ["/p/1/"] * 4


def test_a_body_has_a_limit_by_what_it_is_for(front: Park) -> None:
    assert front.ask("/posts/", "POST", b"x" * 600_000).status == 413
    assert front.ask("/api/v2/media", "POST", b"x" * 600_000).told["body"] == "600000"
    assert front.ask("/store/", "POST", b"x" * 26_000_000).told["body"] == "26000000"
    too_long = front.ask("/api/v2/media", "POST", b"x" * 29_000_000)
    assert (too_long.status, "too long" in json.loads(too_long.body)["error"]) == (413, True)


def test_a_method_in_small_letters_arrives(front: Park) -> None:
    assert front.ask("/api/v1/accounts/update_credentials", "patch").told["REQUEST_METHOD"] == "PATCH"
