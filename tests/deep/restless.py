"""People over HTTP who keep changing their minds about the same few things, which is the hardest to look at."""

import random
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.crash.client import Client, NotAcknowledged, Surprise
from tintype.testing.posts import picture

PEOPLE = 4
MOST_POSTS = 6
# Without it they would take both cores, and tasks would wait for seconds; so there are 50 acts a second.
PAUSE_SECONDS = 0.05


class Person(Client):
    """One post after the other is theirs, until it is deleted."""

    def turn(self, path: str, field: str, *, on: bool) -> None:
        self._form(path, {field: "1" if on else "0"})

    def post(self) -> int:
        photo_id = self.bring_up(picture())
        self.wait_until_ready(photo_id)
        return self.publish(photo_id, "two herons #lake #evening", uuid.uuid4().hex)

    def delete(self, post_id: int) -> None:
        self._form(f"/p/{post_id}/delete/", {})


class Restless:
    def __init__(self, port: int) -> None:
        self.people = [Person(port, f"restless_{uuid.uuid4().hex[:8]}") for _ in range(PEOPLE)]
        self.posts: list[tuple[Person, int]] = []
        self.acts = 0
        self._stop = threading.Event()

    def begin(self) -> None:
        for person in self.people:
            person.sign_up()
            self.posts.append((person, person.post()))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self._stop.clear()
        threads = [threading.Thread(target=self._work, args=(person,)) for person in self.people]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _work(self, person: Person) -> None:
        chances = random.Random()
        acts = [self._like] * 8 + [self._follow] * 4 + [self._comment] * 3 + [self._read] * 3 + [self._post]
        while not self._stop.wait(PAUSE_SECONDS):
            # Somebody else deleted the post, or blocks: a page says so, and that is what it should do.
            with suppress(NotAcknowledged, Surprise):
                chances.choice(acts)(person, chances)
                self.acts += 1

    def _some_post(self, chances: random.Random) -> int:
        return chances.choice(self.posts)[1]

    def _like(self, person: Person, chances: random.Random) -> None:
        person.turn(f"/p/{self._some_post(chances)}/like/", "liked", on=chances.random() < 0.5)

    def _follow(self, person: Person, chances: random.Random) -> None:
        other = chances.choice(self.people)
        act = chances.choice(["follow", "follow", "follow", "block"])
        person.turn(f"/@{other.name}/{act}/", act, on=chances.random() < (0.7 if act == "follow" else 0.2))

    def _comment(self, person: Person, chances: random.Random) -> None:
        person.comment(self._some_post(chances), "look at this", uuid.uuid4().hex)

    def _read(self, person: Person, chances: random.Random) -> None:
        person.get(chances.choice(["/", "/", "/activity/"]))

    def _post(self, person: Person, chances: random.Random) -> None:
        self.posts.append((person, person.post()))
        if len(self.posts) > MOST_POSTS:
            owner, post_id = self.posts.pop(chances.randrange(len(self.posts)))
            owner.delete(post_id)
