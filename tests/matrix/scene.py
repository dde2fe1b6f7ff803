"""Two accounts, one open and one private, with a post for each audience, and eight kinds of people.

All but the stranger could see everything once: they followed, were mentioned, and looked at their feeds while
they could. So what they may not see any more could leak out of every copy and cache.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings

from tests.matrix.rule import AUDIENCES, VIEWERS, Audience, Case, Viewer
from tintype.accounts.actions import update_profile
from tintype.graph.actions import block, follow, unfollow
from tintype.photos.actions import comment, like, publish_post
from tintype.photos.faces import set_avatar
from tintype.photos.queries import visible_post
from tintype.photos.records import Draft, PostRecord
from tintype.testing.member import Member, make_member, nobody
from tintype.testing.posts import make_photo, picture
from tintype.testing.tasks import run_tasks

Face = Literal["web", "api"]


@dataclass(frozen=True)
class Shown:
    """A post, and all by which one knows that a page shows it."""

    post: PostRecord
    caption: str
    comment: str
    tag: str

    @property
    def id(self) -> int:
        return self.post.id

    @property
    def secrets(self) -> tuple[str, ...]:
        photo = self.post.photos[0]
        keys = [rendition.key for rendition in photo.renditions]
        return (self.caption, photo.alt, self.comment, f"/p/{self.id}/", *keys)

    def is_in(self, body: str) -> bool:
        return any(secret in body for secret in self.secrets)


@dataclass(frozen=True)
class Account:
    owner: Member
    people: dict[Viewer, Member]
    posts: dict[Audience, Shown]
    unposted_photo: int


@cache
def account(face: Face, *, is_private: bool) -> Account:
    """Made once a process: whatever the tests do to it changes nothing of who may see what.

    One for each face, so that what is done by one does not fill the other's pages of activity.
    """
    owner = make_member("owner")
    update_profile(owner.id, name="", bio="", is_private=False)
    people = {viewer: make_member(viewer) for viewer in VIEWERS} | {"owner": owner, "anonymous": nobody()}
    readers = [member for viewer, member in people.items() if viewer not in ("owner", "anonymous", "stranger")]
    for reader in readers:
        follow(reader.id, owner.id)
    posts = {audience: _post(owner, people, audience) for audience in AUDIENCES}
    set_avatar(owner.id, picture())
    for reader in readers:
        for path in ("/", f"/@{owner.username}/", "/activity/"):
            reader.client.get(path)
    _part(owner, people)
    update_profile(owner.id, name="", bio="", is_private=is_private)
    run_tasks()
    return Account(owner, people, posts, make_photo(owner.id))


def _post(owner: Member, people: dict[Viewer, Member], audience: Audience) -> Shown:
    mentioned = " ".join(f"@{member.username}" for member in people.values() if member.id)
    words = f"secret{audience}{owner.id}end"  # so that no account is the beginning of another
    tag = f"tag{words}"
    draft = Draft([make_photo(owner.id)], [f"alt{words}"], f"caption{words} #{tag} {mentioned}", audience, words)
    post_id = publish_post(owner.id, draft)
    like(owner.id, post_id)
    like(people["follower"].id, post_id)
    comment(owner.id, post_id, f"comment{words}", "key")
    run_tasks()
    post = visible_post(owner.id, post_id)
    assert post is not None
    return Shown(post, f"caption{words}", f"comment{words}", tag)


def _part(owner: Member, people: dict[Viewer, Member]) -> None:
    """Everybody becomes what they are called."""
    unfollow(people["ex_follower"].id, owner.id)
    unfollow(people["requested"].id, owner.id)
    # While the account is private for a moment, a follow is a request; it stays one.
    update_profile(owner.id, name="", bio="", is_private=True)
    follow(people["requested"].id, owner.id)
    block(owner.id, people["blocked"].id)
    block(people["blocking"].id, owner.id)


@dataclass(frozen=True)
class Place:
    """Where a case is tried out."""

    case: Case
    account: Account
    shown: Shown

    @property
    def address(self) -> str:
        """Of the post, as apps are told it."""
        return f"{settings.TINTYPE_URL}/p/{self.shown.id}"

    @property
    def member(self) -> Member:
        return self.account.people[self.case.viewer]


def place_of(case: Case, face: Face = "web") -> Place:
    there = account(face, is_private=case.account_is_private)
    return Place(case, there, there.posts[case.audience])
