"""What people pin to the top of their own profile."""

from tintype.lib.errors import NotFound
from tintype.photos.errors import PinRefused
from tintype.photos.limits import MOST_PINNED, Visibility
from tintype.photos.models import Post
from tintype.photos.rendered import rendered
from tintype.photos.tasks import forget_rendered
from tintype.sharding.ids import next_id
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of


def pin(viewer: int, post_id: int) -> None:
    """One's own post; pinned again, it comes first. Raises NotFound, PinRefused."""
    _set(viewer, post_id, is_pinned=True)


def unpin(viewer: int, post_id: int) -> None:
    """Raises NotFound."""
    _set(viewer, post_id, is_pinned=False)


def _set(viewer: int, post_id: int, *, is_pinned: bool) -> None:
    with action_of(viewer):
        # Two at once would each see room for one more.
        lock_pair("pins", viewer, 0)
        post = Post.objects.filter(id=post_id, owner_id=viewer).first()
        if post is None:
            raise NotFound
        if is_pinned and post.pinned_id is None:
            _check(post)
        post.pinned_id = next_id() if is_pinned else None
        post.save(update_fields=["pinned_id"])
        forget_rendered.enqueue(post_id)
    rendered.forget(post_id)


def _check(post: Post) -> None:
    if post.visibility == Visibility.DIRECT:
        raise PinRefused("A direct post cannot be pinned.")
    if Post.objects.filter(owner_id=post.owner_id, pinned_id__isnull=False).count() >= MOST_PINNED:
        raise PinRefused(f"Up to {MOST_PINNED} posts can be pinned. Take one off first.")
