"""Posts of whose comments and likes somebody wants to hear no more."""

from collections.abc import Iterable

from tintype.photos.models import QuietPost
from tintype.sharding.scope import action_of, on_shard_of


def make_quiet(viewer: int, post_id: int) -> None:
    """The caller has seen to it that the viewer may see the post."""
    with action_of(viewer):
        QuietPost.objects.bulk_create([QuietPost(account_id=viewer, post_id=post_id)], ignore_conflicts=True)


def make_loud(viewer: int, post_id: int) -> None:
    with action_of(viewer):
        QuietPost.objects.filter(account_id=viewer, post_id=post_id).delete()


def quiet_among(viewer: int, post_ids: Iterable[int]) -> set[int]:
    with on_shard_of(viewer):
        quiet = QuietPost.objects.filter(account_id=viewer, post_id__in=list(post_ids))
        return set(quiet.values_list("post_id", flat=True))
