"""Several people at once, each of whom writes down what was acknowledged."""

import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import Image

from tests.crash.client import Client, NotAcknowledged, Surprise
from tests.photos.imaging.camera import encoded

PEOPLE = 6
AFTER_A_FAILURE_SECONDS = 0.2
# The longest that somebody does is to wait for a post, 40 seconds, after a photo of several requests, 15 seconds each.
END_SECONDS = 150
# How often each is done, of ten.
POST, LIKE, COMMENT, FOLLOW = 2, 4, 3, 1


@dataclass
class Ledger:
    """Only ever added to."""

    # (owner, post, key of the form), (account, post), (author, comment, post, key of the form), (follower, followee)
    posts: list[tuple[int, int, str]] = field(default_factory=list)
    likes: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int, int, str]] = field(default_factory=list)
    follows: list[tuple[int, int]] = field(default_factory=list)
    # Sent, and the answer did not come: as a person does, they are sent again after the crash.
    unsure: list[Callable[[], None]] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    # Whatever was not answered with a success, reads too.
    refused: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.posts) + len(self.likes) + len(self.comments) + len(self.follows)

    def send_again(self) -> None:
        while self.unsure:
            self.unsure.pop()()


class Crowd:
    def __init__(self, port: int, people: int = PEOPLE, pause_seconds: float = 0) -> None:
        self.people = [Client(port, f"person_{uuid.uuid4().hex[:10]}") for _ in range(people)]
        self.ledger = Ledger()
        self._pause_seconds = pause_seconds
        # Those of which it is known that everybody sees them.
        self._shown: list[int] = []
        self._stop = threading.Event()

    def sign_up(self) -> None:
        for person in self.people:
            person.sign_up()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self._stop.clear()
        threads = [threading.Thread(target=self._work, args=(person,), daemon=True) for person in self.people]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(END_SECONDS)
            assert not any(thread.is_alive() for thread in threads)

    def _work(self, person: Client) -> None:
        chances = random.Random()
        acts = [self._post] * POST + [self._like] * LIKE + [self._comment] * COMMENT + [self._follow] * FOLLOW
        while not self._stop.wait(self._pause_seconds):
            try:
                chances.choice(acts)(person, chances)
            except NotAcknowledged as refusal:
                self.ledger.refused.append(f"{person.name}: {refusal}")
                self._stop.wait(AFTER_A_FAILURE_SECONDS)
            except Surprise as surprise:
                self.ledger.surprises.append(str(surprise))

    def _do(self, act: Callable[[], None]) -> None:
        try:
            act()
        except NotAcknowledged:
            self.ledger.unsure.append(act)
            raise

    def _post(self, person: Client, chances: random.Random) -> None:
        colour = chances.randbytes(3)
        photo_id = person.bring_up(encoded(Image.new("RGB", (320, 240), (colour[0], colour[1], colour[2]))))
        key = str(uuid.uuid4())

        def publish() -> None:
            """While the photo may still be being worked on."""
            post_id = person.publish(photo_id, f"#crash {key}", key)
            self.ledger.posts.append((person.id, post_id, key))

        self._do(publish)
        _, post_id, _ = next(post for post in reversed(self.ledger.posts) if post[2] == key)
        person.wait_until_shown(post_id)
        self._shown.append(post_id)

    def _like(self, person: Client, chances: random.Random) -> None:
        for post_id in self._some_post(chances):

            def like(post_id: int = post_id) -> None:
                person.like(post_id)
                self.ledger.likes.append((person.id, post_id))

            self._do(like)

    def _comment(self, person: Client, chances: random.Random) -> None:
        for post_id in self._some_post(chances):
            key = str(uuid.uuid4())

            def comment(post_id: int = post_id, key: str = key) -> None:
                comment_id = person.comment(post_id, f"said {key}", key)
                self.ledger.comments.append((person.id, comment_id, post_id, key))

            self._do(comment)

    def _some_post(self, chances: random.Random) -> list[int]:
        return [chances.choice(self._shown)] if self._shown else []

    def _follow(self, person: Client, chances: random.Random) -> None:
        other = chances.choice([one for one in self.people if one is not person])

        def follow() -> None:
            person.follow(other.name)
            self.ledger.follows.append((person.id, other.id))

        self._do(follow)
