"""A small community, made by the same actions that real people use."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from django.utils import timezone

from tintype.accounts.queries import people
from tintype.demo.camera import take_all
from tintype.demo.cast import CAST, VISITOR, Character
from tintype.demo.here import tasks_here
from tintype.demo.past import ids_made_at
from tintype.demo.people import give_password, introduce, settle
from tintype.demo.pictures.gallery import LONG_EDGE
from tintype.demo.posts import POSTS, Planned
from tintype.demo.story import Story, moment_of
from tintype.photos.models import Post
from tintype.photos.queries import posts_of
from tintype.sharding.databases import shard_databases
from tintype.sharding.scope import on_database

Say = Callable[[str], None]
# More than anyone of the demo has posted.
_ALL = 100


@dataclass(frozen=True)
class Community:
    cast: Sequence[Character] = CAST
    posts: Sequence[Planned] = POSTS
    long_edge: int = LONG_EDGE


def others_have_posted(ours: Iterable[int]) -> bool:
    for database in shard_databases():
        with on_database(database):
            if Post.objects.exclude(owner_id__in=ours).exists():
                return True
    return False


def load(community: Community, password: str, say: Say) -> None:
    """Goes on where a former call was cut off: nothing is made twice. Raises Refused."""
    say(f"{len(community.cast)} people move in")
    ids = {character.username: settle(character) for character in community.cast}
    made = _made(ids.values())
    photo_ids = _take_photos(community, ids, made, say)
    _live(community, Story(ids, photo_ids, made), say)
    give_password(ids[VISITOR], password)
    introduce(ids[VISITOR], next(one for one in community.cast if one.username == VISITOR))


def _made(owner_ids: Iterable[int]) -> dict[str, int]:
    """The posts that are there, by caption."""
    owners = people(owner_ids).values()
    return {post.caption: post.id for owner in owners for post in posts_of(owner.id, owner, None, _ALL).items}


def _take_photos(
    community: Community, ids: Mapping[str, int], made: Mapping[str, int], say: Say
) -> dict[str, list[int]]:
    missing = [post for post in community.posts if post.caption not in made]
    shots = [(ids[post.owner], shot) for post in missing for shot in post.shots]
    numbers = count(1)
    taken = iter(take_all(shots, community.long_edge, lambda: say(f"photo {next(numbers)} of {len(shots)}")))
    return {post.caption: [next(taken) for _ in post.shots] for post in missing}


def _live(community: Community, story: Story, say: Say) -> None:
    """Everything in its order, each at its moment."""
    now = timezone.now()
    events = story.events(community.cast, community.posts)
    say(f"{len(events)} things happen: follows, posts, likes, comments")
    with tasks_here():
        for event in events:
            with ids_made_at(moment_of(event, now)):
                event.happen()
