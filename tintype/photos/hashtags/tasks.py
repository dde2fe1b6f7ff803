"""What happens to hashtags later."""

from collections.abc import Iterable

from django_tasks import task

from tintype.accounts.queries import people
from tintype.lib.text import tags_in
from tintype.photos.hashtags.names import note_used, unknown_among
from tintype.photos.limits import Visibility
from tintype.photos.models import Post
from tintype.sharding.scope import on_shard_of


def note_used_by(owner_id: int, tags: Iterable[str]) -> None:
    """What a private account writes is not to be found by strangers, not even the word."""
    owner = people([owner_id]).get(owner_id)
    if owner is not None and not owner.is_private:
        note_used(tags)


@task(queue_name="whenever")
def note_tags_of(owner_id: int) -> None:
    """An account that is private no more: its hashtags can be found now."""
    with on_shard_of(owner_id):
        public = Post.objects.filter(owner_id=owner_id, visibility=Visibility.PUBLIC, is_ready=True)
        posts = public.filter(caption__contains="#")
        tags = {tag for caption in posts.values_list("caption", flat=True) for tag in tags_in(caption)}
    note_used_by(owner_id, unknown_among(tags))
