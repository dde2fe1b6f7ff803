"""What is lost is left out, and comes back, and nobody notices who only looks."""

import signal
import time
from secrets import token_hex
from threading import Thread

import pytest

from tests.front.asking import people_asking
from tests.front.conftest import END_SECONDS, Park, children
from tests.front.tiny import COUNT
from tintype.cluster import balancer
from tintype.cluster.errors import ClusterError
from tintype.cluster.ready import wait_until


def counted(front: Park, name: str) -> int:
    return (front.home.path / COUNT).read_text().split().count(name)


@pytest.mark.parametrize("name", ["nginx-1", "app-1"])
def test_one_that_is_killed_costs_nobody_who_looks_an_answer(front: Park, name: str) -> None:
    with people_asking(front) as seen:
        front.kill(name)
        front.wait_until(name, "down")
        alone = seen.good
        front.start(name)
        front.wait_until(name, "up")
    assert seen.bad == []
    assert seen.good > alone > 0


def test_an_nginx_whose_master_is_killed_answers_until_the_next_one_does(front: Park) -> None:
    with people_asking(front) as seen:
        front.running["nginx-1"].kill()
        front.running.pop("nginx-1").wait(END_SECONDS)
        front.start("nginx-1")
        # Until then those of the lost one may have answered.
        while not children(front.running["nginx-1"].pid):
            time.sleep(0.01)
        front.wait_until("nginx-1", "up")
    assert seen.bad == []
    assert seen.good


@pytest.mark.slow
def test_an_app_server_that_does_not_answer_any_more_is_left_out(front: Park) -> None:
    asked: list[int] = []
    front.signal("app-1", signal.SIGSTOP)
    try:
        people = [Thread(target=lambda: asked.append(front.ask("/p/1/").status)) for _ in range(6)]
        for person in people:
            person.start()
        front.wait_until("app-1", "down", 30)
        for person in people:
            person.join()
    finally:
        front.signal("app-1", signal.SIGCONT)
    # Those that it had are asked of the other one.
    assert asked == [200] * 6
    front.wait_until("app-1", "up")


def test_looking_is_done_again_where_an_app_server_died_of_it(front: Park) -> None:
    name = token_hex(4)
    answer = front.ask(f"/p/1/?count={name}&once={name}")
    assert (answer.status, counted(front, name)) == (200, 2)
    _all_are_back(front)


def test_a_form_is_never_sent_twice(front: Park) -> None:
    name = token_hex(4)
    answer = front.ask(f"/settings/?count={name}&once={name}", "POST", b"x=1")
    assert (answer.status, counted(front, name)) == (503, 1)
    _all_are_back(front)


@pytest.mark.parametrize(
    ("path", "key"), [("/api/v1/statuses", "a-key-of-the-app"), ("/api/v1/statuses/123/favourite", "")]
)
def test_what_may_be_said_twice_is_said_again(front: Park, path: str, key: str) -> None:
    name = token_hex(4)
    answer = front.ask(
        f"{path}?count={name}&once={name}", "POST", b"status=x", **({"Idempotency_Key": key} if key else {})
    )
    assert (answer.status, counted(front, name)) == (200, 2)
    _all_are_back(front)


def _all_are_back(front: Park) -> None:
    """Gunicorn starts its worker again by itself."""
    for app in front.topology.apps:
        front.wait_for(app.name)
        front.wait_until(app.name, "up")


def test_a_drained_one_answers_what_it_has_and_gets_nothing_new(front: Park) -> None:
    slow: list[str] = []
    balancer.drain(front.home, "app-2")
    person = Thread(target=lambda: slow.append(front.ask("/p/1/?seconds=2").told["app"]))
    person.start()
    while not front.state("app-1").requests:
        time.sleep(0.01)
    balancer.ready(front.home, "app-2")
    balancer.drain(front.home, "app-1")
    person.join()
    assert slow == ["app-1"]
    assert front.state("app-1").is_ == "drained"
    assert {front.ask("/p/1/").told["app"] for _ in range(10)} == {"app-2"}
    balancer.ready(front.home, "app-1")
    # It begins slowly: in its first tenths of a second it got none of fifty.
    assert wait_until(lambda: "" if front.ask("/p/1/").told["app"] == "app-1" else "only app-2 answers", 15) == ""


@pytest.mark.slow
def test_a_roll_over_all_app_servers_and_nginx_fails_nobody(front: Park) -> None:
    names = [app.name for app in (*front.topology.apps, *front.front.servers)]
    with people_asking(front) as seen:
        for name in names:
            balancer.drain(front.home, name)
            front.end(name)
            front.start(name)
            balancer.ready(front.home, name)
    assert seen.bad == []
    assert seen.good


def test_draining_says_who_still_has_requests(front: Park) -> None:
    person = Thread(target=lambda: front.ask("/p/1/?seconds=3"))
    balancer.drain(front.home, "app-2")
    person.start()
    while not front.state("app-1").requests:
        time.sleep(0.01)
    balancer.ready(front.home, "app-2")
    with pytest.raises(ClusterError, match="app-1 still has requests after 0 seconds"):
        balancer.drain(front.home, "app-1", seconds=0.2)
    person.join()
    balancer.ready(front.home, "app-1")


def test_a_name_that_is_not_there(front: Park) -> None:
    with pytest.raises(ClusterError, match="The balancer has no app-9: it has app-1, app-2, nginx-1, nginx-2"):
        balancer.drain(front.home, "app-9")


def test_a_changed_configuration_is_taken_without_losing_anybody_or_what_is_drained(front: Park) -> None:
    balancer.drain(front.home, "app-1")
    with people_asking(front) as seen:
        balancer.note_states(front.home)
        for name in ("balancer", "nginx-1", "nginx-2"):
            front.reload(name)
            time.sleep(1)
    assert seen.bad == []
    assert seen.good
    assert front.state("app-1").is_ == "drained"
    balancer.ready(front.home, "app-1")


def test_a_balancer_that_is_killed_leaves_nothing_in_the_way_of_the_next(front: Park) -> None:
    balancer.drain(front.home, "app-1")
    front.running["balancer"].kill()
    front.running.pop("balancer").wait(END_SECONDS)
    front.start("balancer")
    assert front.ask("/p/1/").told["app"] == "app-2"
    assert front.state("app-1").is_ == "drained"
    balancer.ready(front.home, "app-1")
