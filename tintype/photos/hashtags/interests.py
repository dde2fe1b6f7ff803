"""Hashtags that a person follows, and those that they show on their profile. Both lists are on that person's shard."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from tintype.accounts.records import Person
from tintype.lib.errors import NotFound, Refused
from tintype.lib.paging import Cursor, Page, page_of, rows_within
from tintype.lib.text import tags_in
from tintype.photos.hashtags.records import Featured
from tintype.photos.limits import MOST_FEATURED_TAGS, MOST_FOLLOWED_TAGS, Visibility
from tintype.photos.models import FeaturedTag, FollowedTag, Post
from tintype.photos.queries import visible_profile
from tintype.sharding.ids import made_at, next_id
from tintype.sharding.scope import action_of, on_shard_of

# Of somebody's own posts with hashtags so many are counted.
MOST_COUNTED = 1_000


def hashtag(text: str) -> str:
    """The hashtag that is meant, in small letters; with # or without. Raises Refused."""
    name = text.strip().removeprefix("#")
    found = tags_in(f"#{name}")
    if found != [name.casefold()]:
        raise Refused("This is not a hashtag")
    return found[0]


def follow_tag(viewer: int, name: str) -> None:
    """Twice is once. Raises Refused."""
    with action_of(viewer):
        followed = FollowedTag.objects.filter(account_id=viewer)
        if followed.count() >= MOST_FOLLOWED_TAGS and not followed.filter(tag=name).exists():
            raise Refused(f"You follow {MOST_FOLLOWED_TAGS} hashtags already; more are not possible")
        made = FollowedTag(account_id=viewer, tag=name, made_id=next_id())
        FollowedTag.objects.bulk_create([made], ignore_conflicts=True)


def unfollow_tag(viewer: int, name: str) -> None:
    with action_of(viewer):
        FollowedTag.objects.filter(account_id=viewer, tag=name).delete()


def followed_tags(viewer: int, cursor: Cursor, limit: int) -> Page[str]:
    """Last followed first."""
    with on_shard_of(viewer):
        rows = FollowedTag.objects.filter(account_id=viewer).values_list("made_id", "tag")
        shown, has_more = rows_within(rows, "made_id", cursor, limit)
    return page_of(shown, [tag for _, tag in shown], itemgetter(0), has_more=has_more)


def interests_among(viewer: int | None, tags: Iterable[str]) -> tuple[set[str], set[str]]:
    """Which of these hashtags the viewer follows, and which they show on their profile."""
    if viewer is None:
        return set(), set()
    wanted = list(tags)
    with on_shard_of(viewer):
        followed = FollowedTag.objects.filter(account_id=viewer, tag__in=wanted).values_list("tag", flat=True)
        featured = FeaturedTag.objects.filter(account_id=viewer, tag__in=wanted).values_list("tag", flat=True)
        return set(followed), set(featured)


def feature_tag(viewer: int, name: str) -> None:
    """Twice is once. Raises Refused."""
    with action_of(viewer):
        featured = FeaturedTag.objects.filter(account_id=viewer)
        if featured.count() >= MOST_FEATURED_TAGS and not featured.filter(tag=name).exists():
            raise Refused(f"A profile shows up to {MOST_FEATURED_TAGS} hashtags")
        made = FeaturedTag(account_id=viewer, tag=name, made_id=next_id())
        FeaturedTag.objects.bulk_create([made], ignore_conflicts=True)


def unfeature_tag(viewer: int, name: str) -> None:
    with action_of(viewer):
        FeaturedTag.objects.filter(account_id=viewer, tag=name).delete()


def unfeature(viewer: int, featured_id: int) -> None:
    """By `Featured.id`. Raises NotFound."""
    with action_of(viewer):
        if not FeaturedTag.objects.filter(account_id=viewer, made_id=featured_id).delete()[0]:
            raise NotFound


def featured_tags(viewer: int | None, owner: Person) -> list[Featured]:
    """What a profile shows, first featured first; of a profile that the viewer may see."""
    if not visible_profile(viewer, owner):
        return []
    with on_shard_of(owner.id):
        rows = list(FeaturedTag.objects.filter(account_id=owner.id).order_by("made_id").values_list("made_id", "tag"))
    uses, last = _uses(owner.id) if rows else (Counter[str](), {})
    return [Featured(made_id, tag, uses[tag], last.get(tag)) for made_id, tag in rows]


def often_used(viewer: int, limit: int) -> list[str]:
    """The viewer's own most used hashtags that their profile does not show yet."""
    uses, _ = _uses(viewer)
    _, featured = interests_among(viewer, uses)
    return [tag for tag, _ in uses.most_common() if tag not in featured][:limit]


def _uses(owner_id: int) -> tuple[Counter[str], dict[str, datetime]]:
    """How often each hashtag stands in this person's newest public posts, and when it did last."""
    with on_shard_of(owner_id):
        public = Post.objects.filter(owner_id=owner_id, visibility=Visibility.PUBLIC, is_ready=True)
        posts = public.filter(caption__contains="#")
        rows = list(posts.order_by("-id").values_list("id", "caption")[:MOST_COUNTED])
    uses, last = Counter[str](), dict[str, datetime]()
    for post_id, caption in rows:
        for tag in tags_in(caption):
            uses[tag] += 1
            last.setdefault(tag, made_at(post_id))
    return uses, last
