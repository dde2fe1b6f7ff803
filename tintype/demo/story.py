"""What happened in the demo, in the order in which it happened."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from tintype.demo.cast import STILL_ASKING, VISITOR, Character
from tintype.demo.posts import Planned
from tintype.graph.actions import approve, follow
from tintype.graph.queries import relation
from tintype.notify.reading import mark_read
from tintype.photos.actions import comment, like, publish_post
from tintype.photos.records import Draft

# Everybody met this long before the first post.
_MET = timedelta(days=2)
# What happened before, the visitor has seen; the rest is new to them.
_LAST_VISIT = timedelta(hours=10)


@dataclass(frozen=True)
class Event:
    hours_ago: float
    happen: Callable[[], object]


class Story:
    """`ids` are the people's by name, `photo_ids` those of each post by its caption, `made` the posts there already."""

    def __init__(self, ids: Mapping[str, int], photo_ids: Mapping[str, Sequence[int]], made: Mapping[str, int]) -> None:
        self.ids, self.photo_ids, self.post_ids = ids, photo_ids, dict(made)
        self.chance = random.Random(7)  # noqa: S311 - who likes what

    def events(self, cast: Sequence[Character], posts: Sequence[Planned]) -> list[Event]:
        start = max(post.hours_ago for post in posts) + _MET / timedelta(hours=1)
        events = [*self._meetings(cast, start)]
        for post in posts:
            events += self._around(post, cast)
        events.append(Event(_LAST_VISIT / timedelta(hours=1), partial(mark_read, self.ids[VISITOR])))
        return sorted(events, key=lambda event: -event.hours_ago)

    def _meetings(self, cast: Sequence[Character], start: float) -> Iterator[Event]:
        for character in cast:
            for other in character.follows:
                if other in self.ids:
                    hours = start - self.chance.uniform(0, 40)
                    if character.username in STILL_ASKING or other == VISITOR:
                        hours = self.chance.uniform(1, start)
                    yield Event(hours, partial(self._meet, character.username, other))

    def _meet(self, follower: str, followee: str) -> None:
        tie = follow(self.ids[follower], self.ids[followee])
        if tie.is_requested and follower not in STILL_ASKING:
            approve(self.ids[followee], self.ids[follower])

    def _around(self, post: Planned, cast: Sequence[Character]) -> Iterator[Event]:
        yield Event(post.hours_ago, partial(self._publish, post))
        at = post.hours_ago
        for number, (author, text) in enumerate(post.said):
            at -= min(at * 0.3, self.chance.uniform(0.2, 6))
            if author in self.ids:
                yield Event(at, partial(self._comment, post, author, text, number))
        for character in cast:
            if character.username != post.owner and self.chance.random() < 0.7:  # noqa: PLR2004 - most like most
                later = min(post.hours_ago * self.chance.uniform(0.1, 0.8), self.chance.uniform(0.1, 50))
                yield Event(post.hours_ago - later, partial(self._like, post, character.username))

    def _publish(self, post: Planned) -> None:
        if post.caption in self.post_ids:
            return
        photo_ids, alts = self.photo_ids[post.caption], [shot.alt for shot in post.shots]
        draft = Draft(list(photo_ids), alts, post.caption, post.visibility, f"demo-{photo_ids[0]}")
        self.post_ids[post.caption] = publish_post(self.ids[post.owner], draft)

    def _comment(self, post: Planned, author: str, text: str, number: int) -> None:
        comment(self.ids[author], self.post_ids[post.caption], text, f"demo-{number}")

    def _like(self, post: Planned, who: str) -> None:
        """Of those who follow: the private account's and the followers' posts are not there for others."""
        if relation(self.ids[who], self.ids[post.owner]).is_following:
            like(self.ids[who], self.post_ids[post.caption])


def moment_of(event: Event, now: datetime) -> datetime:
    return now - timedelta(hours=event.hours_ago)
