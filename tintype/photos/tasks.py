"""What happens to photos later. Each task may run late, twice or out of order."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from tintype.accounts.queries import person
from tintype.lib.announce import PUBLIC, by, publish, tagged
from tintype.lib.text import tags_in
from tintype.photos.counts import remembered as counts
from tintype.photos.files import files_of
from tintype.photos.hashtags.tasks import note_used_by
from tintype.photos.limits import Visibility
from tintype.photos.models import Like, Liked, Photo, Post, TagEntry
from tintype.photos.owners.kept import forget
from tintype.photos.parts import still_needed
from tintype.photos.recall import purge_later
from tintype.photos.rendered import rendered
from tintype.photos.tags import shard_of_tag
from tintype.sharding.databases import shard_databases
from tintype.sharding.ids import first_id_at
from tintype.sharding.locks import lock_pair
from tintype.sharding.scope import action_of, action_on, on_database, on_shard_of, on_shard_of_id, shard_of_id
from tintype.storage.actions import delete_objects, sweep_incoming

# A photo that is in no post after this long is taken for abandoned.
ABANDONED = timedelta(days=1)
SWEPT_AT_ONCE = 500
# Rendered posts are those in home feeds, and these are no longer than this.
MOST_RENDERED = 500


@task(queue_name="now")
def forget_posts_of(owner_id: int) -> None:
    """Rendered posts show their owner's name and picture, and addresses that are right while the account is public."""
    with on_shard_of(owner_id):
        newest = Post.objects.filter(owner_id=owner_id).order_by("-id").values_list("id", flat=True)
        rendered.forget(*newest[:MOST_RENDERED])


@task(queue_name="now")
def forget_counts(owner_id: int) -> None:
    counts.forget(owner_id)


@task(queue_name="soon")
def delete_files(keys: list[str]) -> None:
    """From the store, then from the edges, which would else fetch them once more."""
    delete_objects(keys)
    purge_later(keys)


@task(queue_name="now")
def forget_rendered(post_id: int) -> None:
    """Done after the commit already, unless the process died in between."""
    rendered.forget(post_id)


@task(queue_name="soon")
def announce_post(event: str, post_id: int, owner_id: int, tags: list[str] | None) -> None:
    """To who listens to public posts or to a list; `tags` where it is for everyone. Home feeds tell of their own."""
    owner = person(owner_id)
    is_for_everyone = tags is not None and owner is not None and not owner.is_private
    publish([by(owner_id), *([PUBLIC, *map(tagged, tags or [])] if is_for_everyone else [])], event, post_id)


@task(queue_name="now")
def forget_owner(post_id: int) -> None:
    """Unlike a cached post, the owner map does not come to an end by itself, so this is repeated until it is done."""
    forget([post_id])


@task(queue_name="soon")
def sync_liked(account_id: int, post_id: int) -> None:
    """The liker's own list agrees with the like beside the post; and so does the number on the rendered post."""
    rendered.forget(post_id)
    with action_of(account_id):
        lock_pair("liked", account_id, post_id)
        with on_shard_of_id(post_id):
            like = Like.objects.filter(post_id=post_id, account_id=account_id).values_list("made_id", flat=True).first()
        copies = Liked.objects.filter(account_id=account_id, post_id=post_id)
        if like is None:
            copies.delete()
        elif not copies.update(made_id=like):
            Liked.objects.create(account_id=account_id, post_id=post_id, made_id=like)


@task(queue_name="whenever")
def sync_likers(post_id: int, account_ids: list[int]) -> None:
    """A post that is gone leaves the lists of those who liked it."""
    for account_id in account_ids:
        sync_liked.call(account_id, post_id)


@task(queue_name="soon")
def sync_tags(post_id: int, tags: list[str]) -> None:
    """Of these hashtags, a public post stands under those that its caption has now; a deleted one under none."""
    for tag in tags:
        shard = shard_of_tag(tag)
        with action_on(shard):
            lock_pair("tag", shard, post_id)
            entries = TagEntry.objects.filter(shard=shard, tag=tag, post_id=post_id)
            if tag not in _listed_tags_of(post_id)[1]:
                entries.delete()
            elif not entries.exists():
                TagEntry.objects.bulk_create([TagEntry(shard=shard, tag=tag, post_id=post_id)], ignore_conflicts=True)
    owner_id, listed = _listed_tags_of(post_id)
    note_used_by(owner_id, set(tags) & set(listed))


def _listed_tags_of(post_id: int) -> tuple[int, list[str]]:
    """Of a public post, and whose it is; 0 and none of any other."""
    with on_shard_of_id(post_id):
        listed = Post.objects.filter(id=post_id, visibility=Visibility.PUBLIC, is_ready=True)
        owner_id, caption = listed.values_list("owner_id", "caption").first() or (0, "")
    return owner_id, tags_in(caption)


@task(queue_name="whenever")
def sweep() -> None:
    """Hourly: uploads nobody came for, and photos that went into no post."""
    sweep_incoming(ABANDONED, still_needed)
    oldest_kept = first_id_at(timezone.now() - ABANDONED)
    for database in shard_databases():
        with on_database(database):
            found = Photo.objects.filter(post=None, id__lt=oldest_kept).order_by("id").values_list("id", flat=True)
            photo_ids = list(found[:SWEPT_AT_ONCE])
        _sweep_photos(photo_ids)


def _sweep_photos(photo_ids: Iterable[int]) -> None:
    for photo_id in photo_ids:
        # While its shard moves, the photo may have been found in the copy that is not used.
        with action_on(shard_of_id(photo_id)):
            photo = Photo.objects.select_for_update().filter(id=photo_id, post=None).first()
            if photo is not None:
                delete_files.enqueue(files_of(photo))
                photo.delete()
