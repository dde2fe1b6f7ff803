"""What this room hears; every hearer only enqueues."""

from typing import Any

from django.dispatch import receiver

from tintype.accounts.signals import profile_changed
from tintype.photos.tasks import forget_posts_of
from tintype.tasks.run import enqueue_and_run


@receiver(profile_changed)
def on_profile_changed(account_id: int, **_: Any) -> None:
    enqueue_and_run(forget_posts_of, account_id)
